namespace BloxOs.Web.Live;

/// <summary>What a group of viewers gets in one tick.</summary>
/// <param name="At">Server time, Unix milliseconds: the browser sets its ages by it.</param>
/// <param name="Items">Elements with something new; none in a mere sign of life.</param>
/// <param name="Refetch">The page is older than what is remembered of the farm: it fetches itself anew.</param>
/// <param name="List">The tab's number of the list that it was made for; 0 where that does not matter. While it was on its way another one may have been shown.</param>
internal sealed record LiveBatch(long At, IReadOnlyList<LiveItem> Items, bool Refetch = false, int List = 0);
