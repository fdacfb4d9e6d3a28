namespace BloxOs.Web.Display;

/// <summary>A line of a card's details.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">The reading or fact.</param>
/// <param name="IsBad">It needs a look.</param>
internal readonly record struct GpuFact(string Title, string Text, bool IsBad = false);
