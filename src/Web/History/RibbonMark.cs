namespace BloxOs.Web.History;

/// <summary>One or several events that lie so close that they are one mark.</summary>
/// <param name="At">When the first was.</param>
/// <param name="Until">When the last was.</param>
/// <param name="Css">"bad", "warn", or "mine" for what people did; "" for the rest.</param>
/// <param name="Lines">What happened, oldest first.</param>
internal sealed record RibbonMark(DateTimeOffset At, DateTimeOffset Until, string Css, IReadOnlyList<string> Lines);
