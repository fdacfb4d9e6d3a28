namespace BloxOs.Web.Live;

/// <summary>Which rigs are new or gone after an update; <paramref name="Gap"/> when an update was lost before it.</summary>
internal sealed record FarmChange(IReadOnlyCollection<string> Changed, IReadOnlyCollection<string> Removed, bool Gap);
