namespace BloxOs.Web.Batches;

/// <summary>Rigs that somebody chose, and for what.</summary>
/// <param name="Act">Key of the act.</param>
/// <param name="Rigs">Their ids, separated by spaces.</param>
/// <param name="List">Query string of the list that they were chosen in; "" for all rigs as rows.</param>
internal sealed record BatchChoice(string Act, string Rigs, string List);
