using BloxOs.Web.Display;
using Microsoft.AspNetCore.WebUtilities;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The query string of a list of rigs, by its short names.</summary>
public sealed class RigsQuery
{
    const int MaxLength = 2_000;

    /// <summary>A chip.</summary>
    public string? F { get; set; }

    /// <summary>What is searched for.</summary>
    public string? Q { get; set; }

    /// <summary>An order.</summary>
    public string? S { get; set; }

    /// <summary>Rows or tiles.</summary>
    public string? V { get; set; }

    /// <summary>Key of the last rig that is there already.</summary>
    public string? After { get; set; }

    /// <summary>Rigs to leave out at the beginning.</summary>
    public int From { get; set; }

    /// <summary>Rigs wanted at once.</summary>
    public int? N { get; set; }

    /// <summary>For the wall, which has neither chips nor a choice of views around its tiles.</summary>
    public bool Wall { get; set; }

    /// <summary>What a query string says of a list, in the shortest way and nothing else: it may come from anybody.</summary>
    internal static string Kept(string? query)
    {
        var asked = QueryHelpers.ParseQuery(query is { Length: <= MaxLength } ? query : "");
        string? One(string key) => asked.TryGetValue(key, out var values) ? values[0] : null;
        return FarmList.QueryOf(new(One("f"), One("q"), One("s"), One("v")));
    }

    internal FarmQuery ToQuery() => new(F, Q, S, V, After, From, N);
}
