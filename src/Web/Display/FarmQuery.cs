namespace BloxOs.Web.Display;

/// <summary>What stands in the query string of a farm page.</summary>
internal readonly record struct FarmQuery(string? Filter, string? Search, string? Order);
