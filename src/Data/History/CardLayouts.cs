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

    /// <summary>The bus id that the card had then; <c>#index</c> where it is not known. Before the first layout the first one counts.</summary>
    public string NameOf(int index, long at)
    {
        string?[]? cards = null;
        foreach (var (since, busIds) in _layouts)
        {
            if (cards is not null && since > at) { break; }
            cards = busIds;
        }
        return cards is not null && index < cards.Length && cards[index] is { } busId ? busId : "#" + index.ToString(CultureInfo.InvariantCulture);
    }
}
