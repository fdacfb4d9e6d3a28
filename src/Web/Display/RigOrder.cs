using System.Globalization;
using System.Text;

namespace BloxOs.Web.Display;

/// <summary>Orders of a rig list.</summary>
internal static class RigOrder
{
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
            "hash" => worstFirst.OrderBy(r => r.Work.Primary?.Algorithm.Title ?? "\uffff", StringComparer.Ordinal)
                .ThenByDescending(r => r.HasNumbers ? r.Work.Primary?.Hashrate ?? -1 : -2),
            "power" => worstFirst.OrderByDescending(r => r.HasNumbers ? r.PowerWatts ?? -1 : -2),
            "seen" => worstFirst.OrderBy(r => r.View.Reading.LastSeenAt ?? DateTimeOffset.MaxValue),
            _ => worstFirst,
        };
    }

    /// <summary>Whether this is an order other than worst first.</summary>
    public static bool IsChosen(string? order) => order is "name" or "hash" or "power" or "seen";

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
