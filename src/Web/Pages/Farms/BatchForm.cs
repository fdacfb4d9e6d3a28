namespace BloxOs.Web.Pages.Farms;

/// <summary>What is chosen and typed for many rigs at once.</summary>
public sealed class BatchForm
{
    /// <summary>What to do.</summary>
    public string? Act { get; set; }

    /// <summary>Ids of rigs, parted by spaces.</summary>
    public string? Rigs { get; set; }

    /// <summary>Ids of rigs, one each: what a browser without scripts sends.</summary>
    public IReadOnlyList<string?> Rig { get; set; } = new List<string?>();

    /// <summary>Tags to add, parted by commas.</summary>
    public string? Add { get; set; }

    /// <summary>Tags to take away, parted by commas.</summary>
    public string? Remove { get; set; }

    /// <summary>Pattern of new names.</summary>
    public string? Pattern { get; set; }

    /// <summary>Its first number.</summary>
    public int First { get; set; } = 1;

    /// <summary>The farm to move to.</summary>
    public string? To { get; set; }

    /// <summary>Meant in earnest.</summary>
    public bool Sure { get; set; }

    /// <summary>Made with the form.</summary>
    public string? Once { get; set; }

    internal IEnumerable<string> Ids() => [.. (Rigs ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Rig.OfType<string>()];
}
