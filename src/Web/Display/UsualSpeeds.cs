using System.Runtime.InteropServices;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What the cards of a farm usually do, by model and algorithm: the median of those that hash.</summary>
internal sealed class UsualSpeeds
{
    /// <summary>Below this share of the usual speed a card is slow.</summary>
    public const double LowShare = 0.8;

    /// <summary>Cards of a model without which nothing is usual.</summary>
    public const int EnoughCards = 4;

    readonly Dictionary<(string Model, string Algorithm), double> _usual = [];

    /// <summary>Of these rigs.</summary>
    public static UsualSpeeds Of(IEnumerable<RigFacts> rigs)
    {
        var all = new Dictionary<(string, string), List<double>>();
        foreach (var rig in rigs)
        {
            if (!rig.HasNumbers) { continue; }
            foreach (var (_, model, algorithm, speed) in Cards(rig))
            {
                if (speed > 0) { (CollectionsMarshal.GetValueRefOrAddDefault(all, (model, algorithm), out _) ??= []).Add(speed); }
            }
        }
        var usual = new UsualSpeeds();
        foreach (var (kind, speeds) in all)
        {
            if (speeds.Count < EnoughCards) { continue; }
            speeds.Sort();
            usual._usual[kind] = speeds[speeds.Count / 2];
        }
        return usual;
    }

    /// <summary>Cards of this rig that hash below <see cref="LowShare"/> of what is usual, as it reports them.</summary>
    public IReadOnlyList<SlowCard> SlowCards(RigFacts rig)
    {
        List<SlowCard>? slow = null;
        foreach (var (index, model, algorithm, speed) in Cards(rig))
        {
            if (_usual.TryGetValue((model, algorithm), out double usual) && speed < usual * LowShare) { (slow ??= []).Add(new(index, algorithm, speed, usual)); }
        }
        return slow ?? (IReadOnlyList<SlowCard>)[];
    }

    static IEnumerable<(int Index, string Model, string Algorithm, double Speed)> Cards(RigFacts rig)
    {
        var cards = rig.View.Description.Inventory.Gpus;
        foreach (var work in rig.Stats.Work)
        {
            string algorithm = AlgorithmCatalog.Get(work.Algorithm).Id;
            foreach (var card in work.Gpus)
            {
                if (card.Hashrate is { } speed && ModelOf(cards, card.Index) is { } model) { yield return (card.Index, model, algorithm, speed); }
            }
        }
    }

    // The index is nearly always the place in the list.
    static string? ModelOf(System.Collections.Immutable.ImmutableArray<GpuDescription> cards, int index)
    {
        if (index < cards.Length && cards[index].Index == index) { return cards[index].Model; }
        foreach (var card in cards) { if (card.Index == index) { return card.Model; } }
        return null;
    }
}
