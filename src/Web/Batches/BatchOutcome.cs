namespace BloxOs.Web.Batches;

/// <summary>What became of all of them.</summary>
/// <param name="Act">Key of the act.</param>
/// <param name="Results">One for each rig.</param>
/// <param name="List">Query string of the list that they were chosen in; "" for all rigs as rows.</param>
internal sealed record BatchOutcome(string Act, IReadOnlyList<BatchResult> Results, string List);
