using System.Globalization;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Pages.Farms;

/// <summary>What is chosen and typed for many rigs at once.</summary>
public sealed class BatchForm
{
    /// <summary>What to do.</summary>
    public string? Act { get; set; }

    /// <summary>Ids of rigs, separated by spaces.</summary>
    public string? Rigs { get; set; }

    /// <summary>Ids of rigs, one each: what a browser without scripts sends.</summary>
    public IReadOnlyList<string?> Rig { get; set; } = new List<string?>();

    /// <summary>Query string of the list in which they were chosen.</summary>
    public string List { get; set; } = "";

    /// <summary>Tags to add, separated by commas.</summary>
    public string? Add { get; set; }

    /// <summary>Tags to take away, separated by commas.</summary>
    public string? Remove { get; set; }

    /// <summary>Pattern of new names.</summary>
    public string? Pattern { get; set; }

    /// <summary>Its first number, as typed.</summary>
    public string? First { get; set; } = "1";

    /// <summary>First number and pattern whose names were shown; null before any were.</summary>
    public string? Shown { get; set; }

    /// <summary>First number and pattern, as typed.</summary>
    internal string Wanted => $"{First} {Pattern}";

    /// <summary>Versions of the rigs whose names were shown, in the order of their ids and separated by spaces.</summary>
    public string? Versions { get; set; }

    /// <summary>The farm to move to.</summary>
    public string? To { get; set; }

    /// <summary>Meant in earnest.</summary>
    public bool Sure { get; set; }

    /// <summary>Made with the form.</summary>
    public string? Once { get; set; }

    internal IReadOnlyList<string> Ids() => [.. (Rigs ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Rig.OfType<string>()];

    /// <summary>The rigs stand as they did when this form was made.</summary>
    internal bool IsOf(IReadOnlyCollection<RigDescription> rigs)
    {
        var (ids, versions) = (Ids(), (Versions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var shown = ids.Zip(versions).DistinctBy(static one => one.First).ToDictionary(static one => one.First, static one => one.Second, StringComparer.Ordinal);
        return ids.Count == versions.Length && rigs.All(rig => shown.GetValueOrDefault(rig.RigId) == rig.Version.ToString(CultureInfo.InvariantCulture));
    }
}
