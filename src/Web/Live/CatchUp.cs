namespace BloxOs.Web.Live;

/// <summary>A tab whose page was rendered at that moment.</summary>
internal sealed record CatchUp(string ConnectionId, LiveGroup Group, DateTimeOffset Since);
