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

    /// <summary>By what the reader chose: name, hash, power or seen, or one of these turned round; anything else is worst first. Who has no reading stands behind all others either way.</summary>
    public static IEnumerable<RigFacts> Apply(IEnumerable<RigFacts> rigs, string? order)
    {
        var worstFirst = rigs.OrderBy(static r => r.SortKey, StringComparer.Ordinal);
        return order switch
        {
            "name" => worstFirst.OrderBy(Name, StringComparer.Ordinal),
            "name-desc" => worstFirst.OrderByDescending(Name, StringComparer.Ordinal),
            "hash" => worstFirst.OrderBy(Algorithm, StringComparer.Ordinal).ThenByDescending(Hashrate),
            "hash-asc" => worstFirst.OrderBy(Algorithm, StringComparer.Ordinal).ThenBy(static r => Upwards(Hashrate(r))),
            "power" => worstFirst.OrderByDescending(Watts),
            "power-asc" => worstFirst.OrderBy(static r => Upwards(Watts(r))),
            "seen" => worstFirst.OrderBy(static r => r.View.Reading.LastSeenAt ?? DateTimeOffset.MaxValue),
            "seen-asc" => worstFirst.OrderByDescending(static r => r.View.Reading.LastSeenAt ?? DateTimeOffset.MinValue),
            _ => worstFirst,
        };
    }

    /// <summary>The order that a click on a head of the list leads to: first its usual one, then that turned round, then worst first again (null).</summary>
    /// <param name="head">name, hash, power or seen.</param>
    /// <param name="order">The order now.</param>
    public static string? Next(string head, string? order) => order == head ? Turned(head) : order == Turned(head) ? null : head;

    /// <summary>What rows can be ordered by beside worst first, with names for where there are no heads.</summary>
    public static IReadOnlyList<(string Head, string Title)> Heads { get; } = [("name", "Name"), ("hash", "Hashrate"), ("power", "Power"), ("seen", "Last seen")];

    /// <summary>The head of a chosen order, turned round or not; null of worst first.</summary>
    public static string? HeadOf(string? order) => order?.Split('-')[0];

    /// <summary>A chosen order turned round.</summary>
    public static string Round(string order) => HeadOf(order) == order ? Turned(order) : HeadOf(order)!;

    /// <summary>What stands first in a chosen order, in words.</summary>
    public static string Begins(string order) => order switch
    {
        "name" => "A to Z",
        "name-desc" => "Z to A",
        "seen" => "longest ago first",
        "seen-asc" => "just seen first",
        "hash" or "power" => "highest first",
        _ => "lowest first",
    };

    /// <summary>How the column of a head is sorted, in the words of <c>aria-sort</c>; null when the list is in another order. Of "seen" the ages count, as they are shown.</summary>
    public static string? Direction(string head, string? order) => order != head && order != Turned(head) ? null : order == "name" || order!.EndsWith("-asc", StringComparison.Ordinal) ? "ascending" : "descending";

    /// <summary>What the first miner mines; behind all names when nothing.</summary>
    public static string Algorithm(RigFacts rig) => rig.Work.Primary?.Algorithm.Title ?? Last;

    /// <summary>Hashes per second on that; -1 without a reading, -2 of a silent rig.</summary>
    public static double Hashrate(RigFacts rig) => rig.HasNumbers ? rig.Work.Primary?.Hashrate ?? -1 : -2;

    /// <summary>Power; -1 without a reading, -2 of a silent rig.</summary>
    public static double Watts(RigFacts rig) => rig.HasNumbers ? rig.PowerWatts ?? -1 : -2;

    /// <summary>An order other than worst first; null for that one, and for what is no order of this view. Tiles have one more, that of names.</summary>
    public static string? Chosen(string? order, FarmViewKind view) => view == FarmViewKind.Tiles
        ? order is "name" or "name-desc" ? "name" : null
        : order is "name" or "name-desc" or "hash" or "hash-asc" or "power" or "power-asc" or "seen" or "seen-asc" ? order : null;

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

    static string Name(RigFacts rig) => Natural(rig.View.Description.Name);

    // The highest and who is silent the longest are what is looked for first; names begin with A.
    static string Turned(string head) => head == "name" ? "name-desc" : head + "-asc";

    static (bool IsMissing, double Size) Upwards(double value) => (value < 0, Math.Abs(value));
}
