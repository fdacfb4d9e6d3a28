using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.State;
using BloxOs.Agent.Recovery.Steps;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery;

/// <summary>Takes the steps that the ladder decides, and keeps its memory on the disk. A step is on the disk before it is taken.</summary>
internal sealed class RecoveryLoop(RecoveryMemory memory, RecoveryFile file, RecoveryTools tools, RigEvents events, AgentLog log, TimeProvider time)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(10), LearnEvery = TimeSpan.FromMinutes(1);

    static readonly TimeSpan LongestReboot = TimeSpan.FromMinutes(10);
    static readonly MinerRecord Plain = new() { Name = "" };

    readonly Dictionary<string, string> _wishes = new(StringComparer.Ordinal);
    readonly Dictionary<string, IReadOnlyList<string>> _leftOut = new(StringComparer.Ordinal);
    IReadOnlySet<string> _quarantined = memory.Quarantine.Out;
    long _savedAt = time.GetTimestamp();
    long _learnedAt = time.GetTimestamp();
    (RecoveryStep Step, long At)? _rebooting;

    /// <summary>Cards that are left out because they made trouble. Safe for several threads.</summary>
    public IReadOnlySet<string> Quarantined => Volatile.Read(ref _quarantined);

    /// <summary>The last write to the disk succeeded.</summary>
    public bool DiskWritable { get; private set; } = true;

    /// <summary>One look at the rig, and what follows from it.</summary>
    public async Task LookAsync(RigView rig, RecoveryPolicy policy, bool maintenance, CancellationToken cancellation)
    {
        if (_rebooting is { } begun)
        {
            if (time.GetElapsedTime(begun.At) < LongestReboot) { return; }
            _rebooting = null;
            Fail(begun.Step, "the rig did not reboot");
        }
        var now = memory.Clock.Now;
        NoticePeople();
        var findings = new RigDiagnosis(memory.Normal).Find(rig, policy);
        if (!maintenance) { await TakeInAsync(findings, now, cancellation); }
        var answer = memory.Ladder.Decide(new(now, rig, findings, policy, maintenance));
        foreach (var over in answer.Over) { Tell($"well again: {over.Evidence}", over); }
        foreach (var step in answer.Steps) { await TakeAsync(step, now, cancellation); }
        Learn(rig, findings, maintenance);
        if (time.GetElapsedTime(_savedAt) >= SaveEvery) { Save(); }
        Volatile.Write(ref _quarantined, memory.Quarantine.Out);
        tools.Control.Recovering = memory.Ladder.Describe(memory.Clock.Now, maintenance);
    }

    /// <summary>Another wish for a miner, or a start by hand that took its cards in again: a person has looked, so its ladder begins anew.</summary>
    void NoticePeople()
    {
        foreach (var miner in tools.Control.Miners)
        {
            string wish = LaunchDigest.Of(miner.Wanted, Plain);
            bool other = _wishes.TryGetValue(miner.Name, out string? before) && before != wish;
            _wishes[miner.Name] = wish;
            string[] takenIn = [.. _leftOut.GetValueOrDefault(miner.Name, []).Except(miner.Quarantined).Where(memory.Quarantine.Out.Contains)];
            foreach (string card in takenIn) { memory.Quarantine.Release(card, memory.Clock.Now); }
            if (other || takenIn.Length > 0) { memory.Ladder.PersonActed(miner.Name); }
            _leftOut[miner.Name] = miner.Quarantined;
        }
    }

    /// <summary>Cards whose time has come are tried again.</summary>
    async Task TakeInAsync(Findings findings, TimeSpan now, CancellationToken cancellation)
    {
        var ready = memory.Quarantine.Ready(findings.HealthyCards, now, memory.Clock.BootId);
        if (ready.Count == 0) { return; }
        foreach (string card in ready)
        {
            memory.Quarantine.Release(card, now);
            Say($"card {card} is tried again", null, card);
        }
        Save();
        foreach (var miner in tools.Control.Miners.Where(m => m.Quarantined.Intersect(ready).Any()))
        {
            await tools.Control.RestartWithAsync(miner.Name, ready, "cards that made trouble are tried again", cancellation);
            _leftOut[miner.Name] = [.. miner.Quarantined.Except(ready)];
        }
    }

    async Task TakeAsync(RecoveryStep step, TimeSpan now, CancellationToken cancellation)
    {
        if (step.Rung == Rung.ReadAgain)
        {
            tools.ReadAgain();
            return;
        }
        Tell(step.Text, step.Fault);
        if (step.Rung == Rung.LeaveCardOut) { memory.Quarantine.Add(step.Fault.BusId!, step.Fault.Evidence, now, memory.Clock.BootId); }
        Volatile.Write(ref _quarantined, memory.Quarantine.Out);
        bool saved = Save();
        if (step.Rung == Rung.AskPerson) { return; }
        string? failure = step.Rung == Rung.Reboot && !saved ? "it could not be counted on the disk" : await DoAsync(step, cancellation);
        if (failure is not null) { Fail(step, failure); }
    }

    void Fail(RecoveryStep step, string why)
    {
        memory.Ladder.Failed(step, memory.Clock.Now);
        Tell($"that did not work: {why}", step.Fault);
        Save();
    }

    /// <summary>Null when it was done, else why not.</summary>
    async Task<string?> DoAsync(RecoveryStep step, CancellationToken cancellation)
    {
        if (step.Rung == Rung.Reboot)
        {
            string? failure = await tools.RebootAsync(cancellation);
            if (failure is null) { _rebooting = (step, time.GetTimestamp()); }
            return failure;
        }
        if (step.Rung == Rung.ReloadDriver) { return await tools.ReloadDriverAsync(step.Text, cancellation); }
        bool done = true;
        foreach (string name in step.Instances)
        {
            done &= step.Rung switch
            {
                Rung.NextPool => await tools.Control.NextPoolAsync(name, step.Text, cancellation),
                Rung.LeaveCardOut => await tools.Control.RestartWithoutAsync(name, [step.Fault.BusId!], step.Text, cancellation),
                _ => await tools.Control.RestartAsync(name, step.Text, cancellation),
            };
        }
        return done ? null : "the miner did not take it";
    }

    void Learn(RigView rig, Findings findings, bool maintenance)
    {
        if (maintenance || findings.Faults.Count > 0 || time.GetElapsedTime(_learnedAt) < LearnEvery) { return; }
        _learnedAt = time.GetTimestamp();
        foreach (var miner in rig.Miners) { memory.Normal.Learn(miner, findings.HealthyMiners.Contains(miner.Name)); }
    }

    bool Save()
    {
        _savedAt = time.GetTimestamp();
        return DiskWritable = file.TryWrite(memory);
    }

    void Tell(string text, Fault fault) => Say(text, fault.Instance, fault.BusId);

    void Say(string text, string? instance, string? busId)
    {
        log.Warn($"recovery: {text}");
        events.Add(RigEventKinds.Recovery, text, instance, busId);
    }
}
