using System.Globalization;

namespace BloxOs.Data.History;

/// <summary>Which card had which index in a rig, and since when: samples know only the index.</summary>
internal sealed class CardLayouts
{
    readonly List<(long Since, string?[] BusIds)> _layouts = [];

    /// <summary>No layout is known.</summary>
    public static CardLayouts None { get; } = new();

    /// <summary>Adds one; they come in the order of their times.</summary>
    public void Add(long since, string?[] busIds) => _layouts.Add((since, busIds));

    /// <summary>Adds what was stored to the layouts of many rigs.</summary>
    public static void Add(Dictionary<string, CardLayouts> layouts, string rig, long since, string text)
    {
        if (!layouts.TryGetValue(rig, out var known)) { layouts.Add(rig, known = new()); }
        known.Add(since, [.. text.Split('\n').Select(id => id.Length == 0 ? null : id)]);
    }

    /// <summary>A layout as it is stored: a bus id per line.</summary>
    public static string Text(IReadOnlyList<string?> busIds) => string.Join('\n', busIds.Select(id => id?.ReplaceLineEndings("")));

    /// <summary>The bus id that the card had then; <c>#index</c> where it is not known. Before the first layout the first one counts.</summary>
    public string NameOf(int index, long at)
    {
        // A rig whose card comes and goes has thousands of them.
        int first = 0, behind = _layouts.Count;
        while (first < behind)
        {
            int middle = (first + behind) / 2;
            if (_layouts[middle].Since <= at) { first = middle + 1; }
            else { behind = middle; }
        }
        string?[]? cards = _layouts.Count == 0 ? null : _layouts[Math.Max(0, first - 1)].BusIds;
        return cards is not null && index < cards.Length && cards[index] is { } busId ? busId : "#" + index.ToString(CultureInfo.InvariantCulture);
    }
}
