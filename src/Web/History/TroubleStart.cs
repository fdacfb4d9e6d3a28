namespace BloxOs.Web.History;

/// <summary>When a trouble began, as far as was looked.</summary>
/// <param name="At">The first moment at which it was seen.</param>
/// <param name="IsEarlier">It was there already where the look back ended (<see cref="TroubleSince.Back"/>): it began then or long before.</param>
internal sealed record TroubleStart(DateTimeOffset At, bool IsEarlier);
