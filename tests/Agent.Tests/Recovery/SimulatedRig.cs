using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>A rig on which things break at random and are mended by time, by a step, or by nothing. Its clock is real time since the test began.</summary>
internal sealed class SimulatedRig(Random random)
{
    static readonly Cause[] Breaking = [Cause.PoolDown, Cause.NetworkDown, Cause.DeadGpu, Cause.CrashLoop, Cause.HungApi, Cause.LowHashrate, Cause.HighLoad, Cause.Overheating, Cause.DiskReadOnly];

    readonly List<SimulatedFault> _broken = [];
    readonly HashSet<string> _out = [];
    TimeSpan _bootedAt;
    TimeSpan _minerStartedAt;
    int _boots;

    public TimeSpan Now { get; set; }

    public TimeSpan Uptime => Now - _bootedAt;

    public string BootId => $"boot-{_boots}";

    public IReadOnlyList<SimulatedFault> Broken => _broken;

    /// <summary>Only what is outside the rig is wrong.</summary>
    public bool OnlyOutside => _broken.Count > 0 && _broken.All(f => f.Cause is Cause.PoolDown or Cause.NetworkDown);

    public void Break(Cause? cause = null, Rung? cure = null, bool forEver = false)
    {
        var what = cause ?? Breaking[random.Next(Breaking.Length)];
        if (_broken.Exists(f => f.Cause == what)) { return; }
        var mending = cure ?? (random.Next(3) == 0 ? null : (Rung)random.Next((int)Rung.NextPool, (int)Rung.AskPerson));
        _broken.Add(new(what, Rigs.Cards[random.Next(4)], forEver ? null : mending, forEver ? TimeSpan.MaxValue : Now + TimeSpan.FromMinutes(random.Next(1, 60 * 24))));
    }

    public void Pass(TimeSpan time)
    {
        Now += time;
        _broken.RemoveAll(f => f.Until <= Now);
    }

    public void Do(RecoveryStep step)
    {
        if (step.Rung is Rung.ReadAgain or Rung.AskPerson) { return; }
        if (step.Rung == Rung.LeaveCardOut) { _out.Add(step.Fault.BusId!); }
        if (step.Rung == Rung.Reboot)
        {
            Pass(TimeSpan.FromSeconds(random.Next(30, 300)));
            Boot();
        }
        _broken.RemoveAll(f => f.Cause == step.Fault.Cause && f.Cure is { } cure && cure <= step.Rung);
        _minerStartedAt = Now;
    }

    public void Boot()
    {
        _boots++;
        _bootedAt = _minerStartedAt = Now;
    }

    public void TakeIn(string card) => _out.Remove(card);

    bool Has(Cause cause) => _broken.Exists(f => f.Cause == cause);

    public RigView Look()
    {
        var rig = Rigs.Well with { OutsideReachable = !Has(Cause.NetworkDown), Load1 = Has(Cause.HighLoad) ? 50 : 1, DiskWritable = !Has(Cause.DiskReadOnly) };
        foreach (var fault in _broken)
        {
            if (fault.Cause == Cause.DeadGpu) { rig = rig.Dead(fault.Card); }
            if (fault.Cause == Cause.Overheating) { rig = rig.WithGpu(fault.Card, g => g with { CoreCelsius = 89 }); }
        }
        return rig with { Miners = [Miner()] };
    }

    MinerView Miner()
    {
        string[] cards = [.. Rigs.Cards.Where(c => !_out.Contains(c))];
        bool outside = Has(Cause.PoolDown) || Has(Cause.NetworkDown);
        bool hit = _broken.Exists(f => f.Cause == Cause.DeadGpu && cards.Contains(f.Card));
        var miner = Rigs.Miner with
        {
            Cards = cards,
            Work = string.Join('+', cards),
            RunningFor = Now - _minerStartedAt,
            Hashrate = cards.Length * Rigs.NormalCard,
            CardHashrates = cards.ToDictionary(c => c, _ => Rigs.NormalCard),
        };
        // On a machine that is too busy it is still starting.
        if (Has(Cause.HighLoad)) { miner = miner with { Hashrate = null, CardHashrates = new Dictionary<string, double>(), RunningFor = TimeSpan.FromMinutes(Math.Min(4, miner.RunningFor!.Value.TotalMinutes)) }; }
        if (Has(Cause.LowHashrate)) { miner = miner with { Hashrate = miner.Hashrate / 3 }; }
        // What a miner does without a pool differs: it goes on with nothing, says nothing any more, or dies.
        int manner = outside ? (int)(Now.TotalHours % 3) : -1;
        if (outside) { miner = miner with { PoolAnswers = false, PoolConnected = manner == 0 ? false : null, Hashrate = 0, NoShareFor = TimeSpan.FromHours(1) }; }
        if (Has(Cause.HungApi) || hit || manner == 1) { miner = miner with { SilentFor = Now - _minerStartedAt, Hashrate = null, PoolConnected = null }; }
        return Has(Cause.CrashLoop) || manner == 2
            ? miner with { State = MinerStates.Waiting, Exits = 7, RunningFor = null, Hashrate = null, SilentFor = null, PoolConnected = null }
            : miner;
    }
}
