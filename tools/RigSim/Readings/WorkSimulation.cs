using BloxOs.Protocol;
using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.Readings;

/// <summary>One miner instance at one algorithm: speeds that follow the cards, counters that rise.</summary>
internal sealed class WorkSimulation
{
    const double SharesPerCardAndSecond = 1 / 40.0;

    readonly WorkModel model;
    readonly RigModel rig;
    readonly double[] fullSpeeds;
    readonly long[] accepted;
    readonly long[] rejected;
    readonly double rejectProbability;
    readonly long[] stale;
    long uptimeSeconds;
    Beginning? beginning;

    /// <summary>What it stood at when a past began.</summary>
    sealed record Beginning(long[] Accepted, long[] Rejected, long[] Stale, long UptimeSeconds);

    public WorkSimulation(WorkModel model, RigModel rig, long uptimeSeconds, ref Dice dice)
    {
        this.model = model;
        this.rig = rig;
        this.uptimeSeconds = uptimeSeconds;
        int parts = Math.Max(1, model.Cards.Count);
        fullSpeeds = [.. model.Cards.Select(c => AlgorithmSpeeds.Of(rig.Cards[c], model.Algorithm) * model.SpeedShare)];
        rejectProbability = rig.Character is RigCharacter.Rejects ? 0.125 : 0.003;
        double past = rig.Character is RigCharacter.Inactive ? 0 : uptimeSeconds * SharesPerCardAndSecond;
        accepted = new long[parts];
        rejected = new long[parts];
        stale = new long[parts];
        for (int i = 0; i < parts; i++)
        {
            accepted[i] = (long)(past * (1 - rejectProbability) * dice.Between(0.97, 1.03));
            rejected[i] = (long)(past * rejectProbability * dice.Between(0.8, 1.2));
            stale[i] = (long)(past * 0.002);
        }
    }

    /// <summary>Its miner instance.</summary>
    public int Instance => model.Instance;

    /// <summary>The miner starts anew; its counters begin at 0.</summary>
    public void Restart()
    {
        uptimeSeconds = 0;
        Array.Clear(stale);
        Array.Clear(accepted);
        Array.Clear(rejected);
    }

    /// <summary>Goes back so far that, once it has moved on as the other did from the same beginning, it stands where it stands now.</summary>
    /// <param name="ended">The same, moved on.</param>
    public void Rewind(WorkSimulation ended)
    {
        uptimeSeconds -= ended.uptimeSeconds - uptimeSeconds;
        foreach (var (mine, its) in new[] { (accepted, ended.accepted), (rejected, ended.rejected), (stale, ended.stale) })
        {
            for (int i = 0; i < mine.Length; i++) { mine[i] -= its[i] - mine[i]; }
        }
        beginning = new([.. accepted], [.. rejected], [.. stale], uptimeSeconds);
    }

    /// <summary>Moves on by one sample and reads.</summary>
    public WorkStats Next(double seconds, IReadOnlyList<CardSimulation> cards, ref Dice dice)
    {
        uptimeSeconds += (long)seconds;
        bool runs = rig.Character is not RigCharacter.Inactive;
        var perCard = new List<GpuWork>(model.Cards.Count);
        double sum = 0;
        for (int i = 0; i < model.Cards.Count; i++)
        {
            var card = cards[model.Cards[i]];
            if (card.Fault is not null) { continue; }
            double speed = runs ? Math.Round(fullSpeeds[i] * card.Speed, fullSpeeds[i] < 1000 ? 2 : 0) : 0;
            if (runs) { Judge(i, seconds, ref dice); }
            sum += speed;
            perCard.Add(new() { Index = model.Cards[i], Hashrate = speed, Accepted = Shown(accepted, beginning?.Accepted, i), Rejected = Shown(rejected, beginning?.Rejected, i), Stale = rig.IsDetailed ? Shown(stale, beginning?.Stale, i) : null, Invalid = rig.IsDetailed ? 0 : null });
        }
        if (model.CpuThreads is not null)
        {
            sum = runs ? Math.Round(rig.Processor.RandomXHashrate * (1 + dice.Bell() * 0.004), 1) : 0;
            if (runs) { Judge(0, seconds, ref dice); }
        }
        return Stats(sum, perCard);
    }

    void Judge(int part, double seconds, ref Dice dice)
    {
        int shares = dice.Times(seconds * SharesPerCardAndSecond);
        for (int i = 0; i < shares; i++)
        {
            if (dice.Happens(rejectProbability)) { rejected[part]++; }
            else if (dice.Happens(0.002)) { stale[part]++; }
            else { accepted[part]++; }
        }
    }

    /// <summary>A counter as the miner tells it: before its last start, which lies in the past that is told, it had counted from another one.</summary>
    long Shown(long[] counts, long[]? before, int part) => before is not null && uptimeSeconds < 0 ? counts[part] - before[part] : Math.Max(0, counts[part]);

    long Sum(long[] counts, long[]? before) => Enumerable.Range(0, counts.Length).Sum(part => Shown(counts, before, part));

    WorkStats Stats(double hashrate, List<GpuWork> perCard) => new()
    {
        Instance = model.Instance,
        Miner = model.Miner,
        Version = model.Version,
        Algorithm = model.Algorithm,
        Coin = model.Coin,
        Pool = model.Pool,
        UptimeSeconds = uptimeSeconds >= 0 || beginning is null ? uptimeSeconds : uptimeSeconds - beginning.UptimeSeconds,
        Hashrate = Math.Round(hashrate, 2),
        Accepted = Sum(accepted, beginning?.Accepted),
        Rejected = Sum(rejected, beginning?.Rejected),
        Stale = Sum(stale, beginning?.Stale),
        Invalid = 0,
        Difficulty = Math.Round(hashrate / SharesPerCardAndSecond / Math.Max(1, model.Cards.Count)) is > 0 and var difficulty ? difficulty : null,
        CpuThreads = model.CpuThreads,
        Gpus = perCard.Count > 0 ? perCard : null,
    };
}
