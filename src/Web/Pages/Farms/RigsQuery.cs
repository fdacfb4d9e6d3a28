using BloxOs.Web.Display;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The query string of a list of rigs, by its short names.</summary>
public sealed class RigsQuery
{
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

    internal FarmQuery ToQuery() => new(F, Q, S, V, After, From, N);
}
