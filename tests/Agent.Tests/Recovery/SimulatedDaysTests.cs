using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.State;
using BloxOs.Agent.Recovery.Steps;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>Days of random trouble on a simulated clock: what must never happen, does not.</summary>
public sealed class SimulatedDaysTests : IDisposable
{
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);
    static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly TempDirectory _folder = new();
    readonly List<TimeSpan> _reboots = [];
    readonly Dictionary<FaultKey, List<TimeSpan>> _climbs = [];
    Random _random = new(0);
    SimulatedRig _rig = new(new(0));
    RecoveryMemory _memory = null!;
    TimeSpan _clockIsWrongBy;

    string Path => _folder.File("recovery.json");

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 12)];

    [Theory, MemberData(nameof(Seeds))]
    public void Days_of_random_trouble(int seed)
    {
        _random = new(seed);
        _rig = new(_random);
        int allowed = seed % 4;
        var policy = RecoveryPolicy.Default with { RebootsInSixHours = allowed, CanReloadDriver = seed % 2 == 0 };
        StartAgent();
        bool maintenance = false;
        while (_rig.Now < TimeSpan.FromDays(6))
        {
            _rig.Pass(Tick);
            if (_random.Next(600) == 0) { _rig.Break(); }
            if (_random.Next(4_000) == 0) { maintenance = !maintenance; }
            if (_random.Next(2_000) == 0) { Disturb(); }
            if (_random.Next(400) == 0) { File().TryWrite(_memory); }
            foreach (var step in Decide(policy, maintenance)) { Take(step, maintenance, allowed); }
        }
        Assert.True(allowed == 0 ? _reboots.Count == 0 : _reboots.Count > 0, $"{_reboots.Count} reboots in six days with {allowed} allowed");
    }

    /// <summary>What nothing mends ends with a person, and nothing more is done then.</summary>
    [Theory]
    [InlineData(nameof(Cause.PoolDown))]
    [InlineData(nameof(Cause.NetworkDown))]
    [InlineData(nameof(Cause.Overheating))]
    [InlineData(nameof(Cause.DeadGpu))]
    [InlineData(nameof(Cause.CrashLoop))]
    [InlineData(nameof(Cause.HungApi))]
    [InlineData(nameof(Cause.LowHashrate))]
    [InlineData(nameof(Cause.HighLoad))]
    [InlineData(nameof(Cause.DiskReadOnly))]
    public void What_nothing_mends_ends_with_a_person(string cause)
    {
        _rig = new(_random);
        StartAgent();
        _rig.Pass(TimeSpan.FromHours(7));
        _rig.Boot();
        Restart();
        _rig.Break(Enum.Parse<Cause>(cause), forEver: true);
        var rungs = new List<Rung>();
        while (_rig.Now < TimeSpan.FromDays(5))
        {
            _rig.Pass(Tick);
            if (_random.Next(3_000) == 0) { Restart(); }
            foreach (var step in Decide(RecoveryPolicy.Default, maintenance: false))
            {
                rungs.Add(step.Rung);
                Take(step, maintenance: false, allowed: 3);
            }
        }
        Assert.Equal(Rung.AskPerson, rungs[^1]);
        Assert.Single(rungs, r => r == Rung.AskPerson);
        Assert.Contains("a person is needed", _memory.Ladder.Describe(_memory.Clock.Now, maintenance: false));
    }

    IReadOnlyList<RecoveryStep> Decide(RecoveryPolicy policy, bool maintenance)
    {
        var rig = _rig.Look();
        var findings = new RigDiagnosis(Rigs.Floors).Find(rig, policy);
        foreach (string card in _memory.Quarantine.Ready(findings.HealthyCards, _memory.Clock.Now, _rig.BootId))
        {
            _memory.Quarantine.Release(card, _memory.Clock.Now);
            _rig.TakeIn(card);
        }
        var answer = _memory.Ladder.Decide(new(_memory.Clock.Now, rig, findings, policy, maintenance));
        foreach (var over in answer.Over) { _climbs.Remove(over.Key); }
        return answer.Steps;
    }

    void Take(RecoveryStep step, bool maintenance, int allowed)
    {
        Assert.False(maintenance, $"{step.Text}, in maintenance");
        bool quiet = step.Rung is Rung.ReadAgain or Rung.AskPerson;
        if (_rig.OnlyOutside) { Assert.True(quiet || step.Rung == Rung.NextPool, $"{step.Text}, though only what is outside is down"); }
        if (step.Rung == Rung.LeaveCardOut) { _memory.Quarantine.Add(step.Fault.BusId!, step.Text, _memory.Clock.Now, _rig.BootId); }
        if (!quiet) { CheckPause(step); }
        Assert.True(File().TryWrite(_memory));
        if (step.Rung != Rung.Reboot)
        {
            _rig.Do(step);
            return;
        }
        _reboots.Add(_rig.Now);
        int inWindow = _reboots.Count(at => _rig.Now - at < RebootBudget.Window);
        Assert.True(inWindow <= allowed, $"{inWindow} reboots in 6 h at {_rig.Now}");
        _rig.Do(step);
        Restart();
    }

    /// <summary>Each step of a fault comes later after the one before than the one before did, up to the longest pause.</summary>
    void CheckPause(RecoveryStep step)
    {
        if (!_climbs.TryGetValue(step.Fault.Key, out var climb)) { _climbs[step.Fault.Key] = climb = []; }
        if (climb.Count > 0 && _rig.Now - climb[^1] > Ladder.Forget) { climb.Clear(); }
        if (climb.Count > 0) { Assert.True(_rig.Now - climb[^1] >= Ladder.Pause(climb.Count), $"step {climb.Count + 1}, {step.Text}, {_rig.Now - climb[^1]} after the one before"); }
        climb.Add(_rig.Now);
    }

    /// <summary>Restarts of the agent, boots by others, power cuts, clocks that jump, files that vanish or rot.</summary>
    void Disturb()
    {
        Assert.True(File().TryWrite(_memory));
        switch (_random.Next(7))
        {
            case 0: Restart(); break;
            case 1:
                _rig.Pass(TimeSpan.FromMinutes(_random.Next(1, 600)));
                _rig.Boot();
                Restart();
                break;
            case 2: _clockIsWrongBy = TimeSpan.FromDays(_random.Next(-20_000, 20_000)); break;
            case 3:
                System.IO.File.Delete(Path);
                Forget();
                break;
            case 4:
                byte[] bytes = System.IO.File.ReadAllBytes(Path);
                bytes[_random.Next(bytes.Length)] ^= 0x55;
                System.IO.File.WriteAllBytes(Path, bytes);
                Forget();
                break;
            case 5:
                System.IO.File.WriteAllText(Path, "");
                Forget();
                break;
            default: _clockIsWrongBy = TimeSpan.Zero; break;
        }
    }

    void Forget()
    {
        Restart();
        _climbs.Clear();
    }

    /// <summary>The agent starts with a clock that may be wrong.</summary>
    void StartAgent() => _memory = File().Read(_rig.BootId, () => _rig.Uptime);

    void Restart()
    {
        StartAgent();
        // What was not on the disk is begun anew.
        foreach (var key in _climbs.Keys.Where(k => _memory.Ladder.Episodes.All(e => e.Key != k)).ToArray()) { _climbs.Remove(key); }
    }

    RecoveryFile File()
    {
        var clock = new FakeTimeProvider(Begin + TimeSpan.FromDays(25_000) + _rig.Now + _clockIsWrongBy);
        return new(Path, new(TextWriter.Null, clock), clock);
    }

    public void Dispose() => _folder.Dispose();
}
