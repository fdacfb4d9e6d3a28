namespace BloxOs.RigSim.Models;

/// <summary>Twelve named rigs that show what there is to see: every vendor, every trouble.</summary>
public static class DemoFleet
{
    /// <summary>How many there are.</summary>
    public const int Count = 12;

    /// <summary>The twelve, always in the same order; the seed only moves their readings.</summary>
    public static IReadOnlyList<RigModel> Create(int seed)
    {
        RigModel[] rigs =
        [
            Of("oak-01", 8, CardCatalog.Rtx3070, cards => [WorkPlan.On(MinerCatalog.TRex, "kawpow", cards)]),
            Of("oak-04", 6, CardCatalog.Rtx3080, cards => WorkPlan.Dual(MinerCatalog.Rigel, "autolykos2", "kheavyhash", cards)),
            Of("oak-07", 8, CardCatalog.Rtx3090, cards => [WorkPlan.On(MinerCatalog.TRex, "kawpow", cards)], RigCharacter.Hot),
            Of("oak-11", 12, CardCatalog.Rtx3060Ti, cards => [WorkPlan.On(MinerCatalog.GMiner, "octopus", cards, pool: 'c')]),
            Of("fir-02", 12, CardCatalog.Rx6700Xt, cards => [WorkPlan.On(MinerCatalog.LolMiner, "autolykos2", cards, pool: 'b')], RigCharacter.Rejects),
            Of("fir-05", 9, CardCatalog.Rx6800Xt, cards => [WorkPlan.On(MinerCatalog.TeamRedMiner, "etchash", cards)]),
            Of("fir-09", 13, CardCatalog.Rx580, cards => [WorkPlan.On(MinerCatalog.TeamRedMiner, "etchash", cards, pool: 'c')], RigCharacter.GoesOffline),
            Mixed("ash-03"),
            Of("ash-04", 8, CardCatalog.Rtx4070Ti, cards => [WorkPlan.On(MinerCatalog.Rigel, "nexapow", cards)], RigCharacter.DeadGpu),
            Of("ash-06", 6, CardCatalog.Rx7900Xtx, cards => [WorkPlan.On(MinerCatalog.LolMiner, "karlsenhash", cards)], RigCharacter.Inactive),
            new() { Name = "yew-01", Processor = ProcessorModel.Large, Work = [WorkPlan.OnProcessor(ProcessorModel.Large)] },
            Of("yew-02", 6, CardCatalog.Rtx3070, _ => [], RigCharacter.Idle),
        ];
        return [.. rigs.Select((rig, index) => rig with { Seed = seed, Index = index, KernelLines = DemoStories.KernelLines(rig), LastXids = DemoStories.LastXids(rig), IsDetailed = true })];
    }

    /// <summary>What one of them has been through.</summary>
    public static IReadOnlyList<PastEvent> PastOf(RigModel rig) => DemoStories.Of(rig);

    static RigModel Of(string name, int count, CardModel card, Func<int[], WorkModel[]> work, RigCharacter character = RigCharacter.Healthy) => new()
    {
        Name = name,
        Cards = [.. Enumerable.Repeat(card, count)],
        Work = work([.. Enumerable.Range(0, count)]),
        Character = character,
    };

    static RigModel Mixed(string name) => new()
    {
        Name = name,
        Cards = [.. Enumerable.Repeat(CardCatalog.Rtx3080, 4), .. Enumerable.Repeat(CardCatalog.Rx6800Xt, 4)],
        Work =
        [
            WorkPlan.On(MinerCatalog.TRex, "kawpow", [0, 1, 2, 3]),
            WorkPlan.On(MinerCatalog.TeamRedMiner, "kawpow", [4, 5, 6, 7], instance: 1),
        ],
    };
}
