namespace BloxOs.Web.Display;

/// <summary>What stands in the query string of a farm page.</summary>
/// <param name="Filter"><c>f</c>: a chip.</param>
/// <param name="Search"><c>q</c>.</param>
/// <param name="Order"><c>s</c>.</param>
/// <param name="View"><c>v</c>: rows or tiles.</param>
/// <param name="After">Key of the last rig that is there already, where the worst come first; in a chosen order <paramref name="From"/> counts instead.</param>
/// <param name="From">Rigs to leave out at the beginning.</param>
/// <param name="Count">Rigs wanted at once; null for the usual number.</param>
internal readonly record struct FarmQuery(string? Filter, string? Search, string? Order, string? View = null, string? After = null, int From = 0, int? Count = null);
