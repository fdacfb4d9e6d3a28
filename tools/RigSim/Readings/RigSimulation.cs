using BloxOs.Protocol;
using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.Readings;

/// <summary>One rig's readings: the n-th sample follows from the model and the time between samples, not from any clock.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RigSimulation
{
    const int SamplesWithoutCard = 20;

    readonly RigModel model;
    readonly CardSimulation[] cards;
    readonly WorkSimulation[] work;
    readonly bool[] busy;
    readonly HashSet<int> stopped = [];
    Dice dice;
    double uptimeSeconds;
    double uptimeAtBeginning;
    int lostCard = -1;
    int lostFor;

    public RigSimulation(RigModel model)
    {
        this.model = model;
        dice = Dice.Of(model.Seed, model.Index, 2);
        busy = [.. model.Cards.Select((_, i) => model.Character is not RigCharacter.Inactive && model.Work.Any(w => w.Cards.Contains(i)))];
        int special = model.Cards.Count > 2 ? 2 : 0;
        cards = new CardSimulation[model.Cards.Count];
        for (int i = 0; i < cards.Length; i++)
        {
            cards[i] = new(model.Cards[i], i, model.Character is RigCharacter.Hot && i == special, busy[i], model.IsDetailed, ref dice);
            if (model.Character is RigCharacter.DeadGpu && i == special) { cards[i].Fault = "Xid 79"; }
            if (model.LastXids.TryGetValue(i, out int xid)) { cards[i].LastXid = xid; }
        }
        long miningFor = 600 + dice.Below(9 * 86_400);
        uptimeSeconds = miningFor + 90;
        work = new WorkSimulation[model.Work.Count];
        for (int i = 0; i < work.Length; i++) { work[i] = new(model.Work[i], model, miningFor, ref dice); }
    }

    /// <summary>A card falls off the bus and comes back twenty samples later; nothing happens while one is away.</summary>
    public void LoseCard(int card)
    {
        if (lostCard >= 0 || card < 0 || card >= cards.Length || cards[card].Fault is not null) { return; }
        (lostCard, lostFor) = (card, SamplesWithoutCard);
        cards[card].Fault = "GPU is lost";
    }

    /// <summary>These miner instances do not run; the others do.</summary>
    public void Stop(IEnumerable<int> instances)
    {
        stopped.Clear();
        stopped.UnionWith(instances);
    }

    /// <summary>The rig and its miners start anew.</summary>
    public void Reboot()
    {
        uptimeSeconds = 0;
        foreach (var one in work) { one.Restart(); }
    }

    /// <summary>Goes back so far that, once it has moved on as the other did from the same beginning, it stands where it stands now.</summary>
    /// <param name="ended">The same, moved on.</param>
    public void Rewind(RigSimulation ended)
    {
        uptimeSeconds -= ended.uptimeSeconds - uptimeSeconds;
        uptimeAtBeginning = uptimeSeconds;
        for (int i = 0; i < work.Length; i++) { work[i].Rewind(ended.work[i]); }
    }

    /// <summary>The next sample.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="at">The rig's clock, Unix milliseconds.</param>
    /// <param name="since">Time since the sample before.</param>
    public Stats Next(long sequence, long at, TimeSpan since)
    {
        if (lostCard >= 0 && --lostFor < 0) { cards[lostCard].Fault = null; lostCard = -1; }
        uptimeSeconds += since.TotalSeconds;
        var gpus = new GpuStats[cards.Length];
        for (int i = 0; i < gpus.Length; i++) { gpus[i] = cards[i].Next(busy[i] && Runs(i), ref dice); }
        var working = new List<WorkStats>(work.Length);
        foreach (var one in work.Where(one => !stopped.Contains(one.Instance))) { working.Add(one.Next(since.TotalSeconds, cards, ref dice)); }
        bool onProcessor = model.Work.Any(w => w.CpuThreads is not null && !stopped.Contains(w.Instance));
        return new()
        {
            Sequence = sequence,
            At = at,
            UptimeSeconds = (long)(uptimeSeconds >= 0 ? uptimeSeconds : uptimeSeconds - uptimeAtBeginning),
            Gpus = gpus,
            Work = working,
            Cpu = new()
            {
                Celsius = Math.Round((onProcessor ? 71 : 43) + dice.Bell() * 1.5),
                Load1 = Math.Round(onProcessor ? model.Processor.Threads + dice.Bell() * 0.2 : 0.4 + dice.Unit() * 0.3, 2),
                PowerWatts = onProcessor ? Math.Round(142 + dice.Bell() * 3, 1) : null,
            },
            DiskFreeBytes = model.IsDetailed ? 201_863_462_912 : null,
            MemoryUsedBytes = (long)((onProcessor ? 4.1 : 1.9) * (1 << 30)) + dice.Below(64) * 1_048_576L,
        };
    }

    bool Runs(int card) => stopped.Count == 0 || model.Work.Any(w => w.Cards.Contains(card) && !stopped.Contains(w.Instance));
}
