namespace BloxOs.Web.Live;

/// <summary>A tab whose page was rendered at that moment, or that shows other rigs now.</summary>
/// <param name="ConnectionId">The tab.</param>
/// <param name="Group">What it watches.</param>
/// <param name="Since">What changed from then on it does not know.</param>
/// <param name="Rigs">These it does not know either.</param>
internal sealed record CatchUp(string ConnectionId, LiveGroup Group, DateTimeOffset Since, IReadOnlyCollection<string>? Rigs = null);
