namespace BloxOs.Web.Live;

/// <summary>What a group of viewers gets in one tick.</summary>
/// <param name="At">Server time, Unix milliseconds: the browser sets its ages by it.</param>
/// <param name="Items">Elements with something new; none in a mere sign of life.</param>
/// <param name="Refetch">The page is older than what is remembered of the farm: it fetches itself anew.</param>
internal sealed record LiveBatch(long At, IReadOnlyList<LiveItem> Items, bool Refetch = false);
