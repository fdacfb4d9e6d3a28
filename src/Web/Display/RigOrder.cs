using System.Globalization;
using System.Text;

namespace BloxOs.Web.Display;

/// <summary>Orders of a rig list.</summary>
internal static class RigOrder
{
    /// <summary>Stands for "no algorithm", behind all that have a name.</summary>
    public const string Last = "\uffff";

    const int DigitWidth = 10;

    /// <summary>
    /// Sorts ordinally, in C# and in the browser: what needs a person first, then by name with numbers in their own order (oak-2 before oak-10).
    /// </summary>
    public static string Key(RigFacts rig) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)rig.Need}|{Natural(rig.View.Description.Name)}|{rig.View.RigId}");

    /// <summary>By what the reader chose: name, hash, power or seen; anything else is worst first.</summary>
    public static IEnumerable<RigFacts> Apply(IEnumerable<RigFacts> rigs, string? order)
    {
        var worstFirst = rigs.OrderBy(static r => r.SortKey, StringComparer.Ordinal);
        return order switch
        {
            "name" => worstFirst.OrderBy(r => Natural(r.View.Description.Name), StringComparer.Ordinal),
            "hash" => worstFirst.OrderBy(Algorithm, StringComparer.Ordinal).ThenByDescending(Hashrate),
            "power" => worstFirst.OrderByDescending(Watts),
            "seen" => worstFirst.OrderBy(r => r.View.Reading.LastSeenAt ?? DateTimeOffset.MaxValue),
            _ => worstFirst,
        };
    }

    /// <summary>What the first miner mines; behind all names when nothing.</summary>
    public static string Algorithm(RigFacts rig) => rig.Work.Primary?.Algorithm.Title ?? Last;

    /// <summary>Hashes per second on that; -1 without a reading, -2 of a silent rig.</summary>
    public static double Hashrate(RigFacts rig) => rig.HasNumbers ? rig.Work.Primary?.Hashrate ?? -1 : -2;

    /// <summary>Power; -1 without a reading, -2 of a silent rig.</summary>
    public static double Watts(RigFacts rig) => rig.HasNumbers ? rig.PowerWatts ?? -1 : -2;

    /// <summary>An order other than worst first; null for that one, and for what is no order of this view. Tiles have one more, that of names.</summary>
    public static string? Chosen(string? order, FarmViewKind view) => order is "name" || (view == FarmViewKind.Rows && order is "hash" or "power" or "seen") ? order : null;

    /// <summary>A name as a key that sorts ordinally with numbers in their own order, upper and lower case the same.</summary>
    public static string Natural(string name)
    {
        var key = new StringBuilder(name.Length + DigitWidth);
        for (int i = 0; i < name.Length;)
        {
            int end = i;
            while (end < name.Length && char.IsAsciiDigit(name[end])) { end++; }
            if (end > i) { key.Append(name[i..end].TrimStart('0').PadLeft(DigitWidth, '0')); i = end; }
            else { key.Append(char.ToLowerInvariant(name[i++])); }
        }
        return key.ToString();
    }
}
