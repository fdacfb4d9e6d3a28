namespace BloxOs.RigSim.Models;

/// <summary>Makes entries of <see cref="RigModel.Work"/>.</summary>
internal static class WorkPlan
{
    /// <summary>One miner at one algorithm on these cards.</summary>
    public static WorkModel On(MinerModel miner, string algorithm, IReadOnlyList<int> cards, int instance = 0, char pool = 'a', double share = 1)
    {
        string coin = MinerCatalog.CoinOf(algorithm);
        return new()
        {
            Instance = instance, Miner = miner.Name, Version = miner.Version, Algorithm = algorithm, Coin = coin,
            Pool = MinerCatalog.PoolOf(coin, pool), SpeedShare = share, Cards = cards,
        };
    }

    /// <summary>One miner at two algorithms at once.</summary>
    public static WorkModel[] Dual(MinerModel miner, string first, string second, IReadOnlyList<int> cards, int instance = 0, char pool = 'a') =>
        [On(miner, first, cards, instance, pool, 0.94), On(miner, second, cards, instance, pool, 0.38)];

    /// <summary>RandomX on the processor.</summary>
    public static WorkModel OnProcessor(ProcessorModel processor, int instance = 0) =>
        On(MinerCatalog.XmRig, "randomx", [], instance) with { CpuThreads = processor.Threads };

    /// <summary>Something that suits the cards: a miner per vendor, at times two algorithms at once.</summary>
    public static WorkModel[] Suiting(IReadOnlyList<CardModel> cards, ref Dice dice)
    {
        var work = new List<WorkModel>();
        int instance = 0;
        foreach (string vendor in cards.Select(c => c.Vendor).Distinct())
        {
            int[] indexes = [.. Enumerable.Range(0, cards.Count).Where(i => cards[i].Vendor == vendor)];
            char pool = "abc"[dice.Below(3)];
            if (dice.Happens(0.15))
            {
                var (miner, _, first, second) = dice.Any(MinerCatalog.Dual.Where(d => d.Vendor == vendor).ToArray());
                work.AddRange(Dual(miner, first, second, indexes, instance++, pool));
                continue;
            }
            var (single, algorithm) = dice.Any(MinerCatalog.ByVendor[vendor]);
            work.Add(On(single, algorithm, indexes, instance++, pool));
        }
        return [.. work];
    }
}
