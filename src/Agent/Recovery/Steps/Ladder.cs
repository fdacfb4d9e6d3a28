using System.Globalization;
using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>
/// Decides what is done about faults: gentle steps first, longer pauses between them each time, few reboots, and in the end a person. Pure: it
/// knows only what it is given, and a step is only told, not taken.
/// </summary>
/// <param name="budget">Reboots.</param>
/// <param name="episodes">Faults in progress, from the disk.</param>
internal sealed class Ladder(RebootBudget budget, IEnumerable<Episode> episodes)
{
    /// <summary>Pause after the first step that changed something; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);

    /// <summary>Longest pause between two steps.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>A fault whose subject was well for this long is over: the next time the ladder begins at its foot.</summary>
    public static readonly TimeSpan HealthyPeriod = TimeSpan.FromMinutes(30);

    /// <summary>The same for what is outside the rig.</summary>
    public static readonly TimeSpan HealthyOutside = TimeSpan.FromMinutes(5);

    /// <summary>A fault that was not seen for this long is forgotten, though its subject could not be judged.</summary>
    public static readonly TimeSpan Forget = TimeSpan.FromHours(24);

    static readonly TimeSpan PauseAfterReading = TimeSpan.FromSeconds(15);
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    readonly Dictionary<FaultKey, Episode> _episodes = episodes.ToDictionary(e => e.Key);
    readonly Dictionary<string, TimeSpan> _quietUntil = new(StringComparer.Ordinal);

    /// <summary>Faults in progress.</summary>
    public IReadOnlyCollection<Episode> Episodes => _episodes.Values;

    /// <summary>The reboots.</summary>
    public RebootBudget Budget => budget;

    /// <summary>Takes a look and decides.</summary>
    public LadderAnswer Decide(LadderInput input)
    {
        if (input.Maintenance)
        {
            Rest();
            return LadderAnswer.Nothing;
        }
        var over = Observe(input);
        return new(Choose(input), over);
    }

    /// <summary>A person did something about the rig: begins anew, with the reboots still counted.</summary>
    /// <param name="instance">The miner that it was about; null for the whole rig.</param>
    public void PersonActed(string? instance)
    {
        foreach (var key in _episodes.Keys.Where(k => instance is null || k.Instance is null || k.Instance == instance).ToArray()) { _episodes.Remove(key); }
        if (instance is null) { _quietUntil.Clear(); } else { _quietUntil.Remove(instance); }
    }

    /// <summary>A step could not be taken: the next one comes soon. After a reboot that does not happen a person is asked.</summary>
    public void Failed(RecoveryStep step, TimeSpan now)
    {
        if (_episodes.GetValueOrDefault(step.Fault.Key) is not { } episode) { return; }
        episode.NextAt = now + PauseAfterFailure;
        if (step.Rung == Rung.Reboot) { episode.Rung = CausePlan.For(episode.Key.Cause).Rungs.Count - 1; }
    }

    /// <summary>What is going on, for people; null when nothing is.</summary>
    public string? Describe(TimeSpan now, bool maintenance)
    {
        var open = _episodes.Values.Where(e => e is { Confirmed: true, HealthySince: null }).OrderBy(e => e.Key.Cause).ToArray();
        if (open.Length == 0) { return null; }
        var first = open.FirstOrDefault(e => !e.Asked) ?? open[0];
        string more = open.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {open.Length - 1} more)") : "";
        string state = maintenance ? "maintenance: nothing is done"
            : first.Asked ? "a person is needed"
            : first.Done is { } done ? $"{done}, next step in {StepText.Wait(first.NextAt - now)}"
            : "watching";
        return $"{first.Fault.Evidence}: {state}{more}";
    }

    void Rest()
    {
        foreach (var episode in _episodes.Values.ToArray())
        {
            (episode.SeenSince, episode.HealthySince) = (null, null);
            if (!episode.Confirmed) { _episodes.Remove(episode.Key); }
        }
    }

    List<Fault> Observe(LadderInput input)
    {
        var seen = new Dictionary<FaultKey, Fault>();
        foreach (var fault in input.Findings.Faults) { seen.TryAdd(fault.Key, fault); }
        foreach (var (key, fault) in seen)
        {
            if (!_episodes.TryGetValue(key, out var episode)) { _episodes[key] = episode = new(key); }
            (episode.Fault, episode.LastSeen, episode.HealthySince) = (fault, input.Now, null);
            episode.SeenSince ??= input.Now;
            episode.Confirmed |= input.Now - episode.SeenSince >= CausePlan.For(key.Cause).Confirm;
        }
        return Close(input, seen);
    }

    /// <summary>Takes out what is over.</summary>
    List<Fault> Close(LadderInput input, Dictionary<FaultKey, Fault> seen)
    {
        var over = new List<Fault>();
        foreach (var episode in _episodes.Values.Where(e => !seen.ContainsKey(e.Key)).ToArray())
        {
            episode.SeenSince = null;
            if (input.Findings.IsHealthy(episode.Key)) { episode.HealthySince ??= input.Now; } else { episode.HealthySince = null; }
            bool outside = episode.Key.Cause is Cause.NetworkDown or Cause.PoolDown || episode.Steps == 0;
            bool well = input.Now - episode.HealthySince >= (outside ? HealthyOutside : HealthyPeriod);
            if (episode.Confirmed && !well && input.Now - episode.LastSeen < Forget) { continue; }
            _episodes.Remove(episode.Key);
            if (episode.Confirmed && well && (episode.Steps > 0 || episode.Asked)) { over.Add(episode.Fault); }
        }
        return over;
    }

    List<RecoveryStep> Choose(LadderInput input)
    {
        var steps = new List<RecoveryStep>();
        foreach (var episode in _episodes.Values.Where(e => IsDue(e, input)).OrderBy(e => e.Key.Cause).ThenBy(e => e.Key.BusId, StringComparer.Ordinal).ToArray())
        {
            // What an earlier fault just changed is not changed twice in one breath; cards that died together are left out together.
            bool changed = StepTargets.Of(episode.Fault, input.Rig).Any(m => steps.Any(s => s.Instances.Contains(m.Name)));
            if ((changed && !IsFreshlyDead(episode)) || Next(episode, input) is not { } step) { continue; }
            if (step.Rung == Rung.Reboot)
            {
                ShareReboot(episode, input);
                return [step];
            }
            steps.Add(step);
            if (step.Rung == Rung.ReloadDriver) { return steps; }
        }
        return steps;
    }

    /// <summary>One boot is the boot of every fault that waits for one.</summary>
    void ShareReboot(Episode rebooted, LadderInput input)
    {
        foreach (var other in _episodes.Values.Where(e => e != rebooted && e is { Asked: false, Confirmed: true, SeenSince: not null }))
        {
            int next = NextRung(other, input, out _);
            if (CausePlan.For(other.Key.Cause).Rungs[next] != Rung.Reboot) { continue; }
            other.Rung = next + 1;
            Count(other, Rung.Reboot, input.Now);
        }
    }

    static bool IsFreshlyDead(Episode episode) => episode is { Key.Cause: Cause.DeadGpu, Steps: 0 };

    bool IsDue(Episode episode, LadderInput input)
    {
        if (episode is not { SeenSince: { } since, Asked: false } || input.Now < episode.NextAt) { return false; }
        // Also a fault that was confirmed before a step or a boot has to last again.
        if (input.Now - since < CausePlan.For(episode.Key.Cause).Confirm) { return false; }
        if (input.Findings.NetworkDown && episode.Key.Cause != Cause.NetworkDown) { return false; }
        return IsFreshlyDead(episode) || StepTargets.Of(episode.Fault, input.Rig).All(m => _quietUntil.GetValueOrDefault(m.Name) <= input.Now);
    }

    RecoveryStep? Next(Episode episode, LadderInput input)
    {
        if (!input.Policy.Enabled) { return Ask(episode, "recovery is switched off"); }
        int next = NextRung(episode, input, out var targets);
        var rung = CausePlan.For(episode.Key.Cause).Rungs[next];
        if (rung == Rung.AskPerson) { return Ask(episode, StepText.Tried(episode)); }
        if (rung == Rung.Reboot)
        {
            if (budget.Left(input.Now, input.Policy.RebootsInSixHours) == 0) { return Ask(episode, StepText.NoReboot(input.Policy.RebootsInSixHours)); }
            if (budget.NextAt is { } free && free > input.Now)
            {
                episode.NextAt = free;
                return null;
            }
        }
        episode.Rung = next + 1;
        return Take(episode, rung, targets, input);
    }

    /// <summary>The next rung of the plan that is of use here; the last one always is.</summary>
    static int NextRung(Episode episode, LadderInput input, out IReadOnlyList<string> targets)
    {
        var rungs = CausePlan.For(episode.Key.Cause).Rungs;
        for (int next = episode.Rung; next < rungs.Count - 1; next++)
        {
            int same = rungs.Take(next).Count(r => r == rungs[next]);
            if (StepTargets.For(rungs[next], same, episode.Fault, input) is not { } found) { continue; }
            targets = found;
            return next;
        }
        targets = [];
        return rungs.Count - 1;
    }

    RecoveryStep Take(Episode episode, Rung rung, IReadOnlyList<string> targets, LadderInput input)
    {
        if (rung == Rung.ReadAgain)
        {
            episode.NextAt = input.Now + PauseAfterReading;
            return new(rung, episode.Fault, [], StepText.Of(rung, episode.Fault, targets));
        }
        Count(episode, rung, input.Now);
        foreach (string instance in targets) { _quietUntil[instance] = episode.NextAt; }
        if (rung == Rung.Reboot) { budget.Take(input.Now); }
        return new(rung, episode.Fault, targets, StepText.Of(rung, episode.Fault, targets));
    }

    static void Count(Episode episode, Rung rung, TimeSpan now)
    {
        episode.Steps++;
        episode.NextAt = now + Pause(episode.Steps);
        episode.Done = StepText.Done(rung, episode.Fault);
    }

    static RecoveryStep Ask(Episode episode, string why)
    {
        episode.Asked = true;
        return new(Rung.AskPerson, episode.Fault, [], StepText.Ask(episode.Fault, why));
    }

    /// <summary>The pause after so many steps: doubles up to <see cref="LongestPause"/>.</summary>
    internal static TimeSpan Pause(int steps)
    {
        double minutes = FirstPause.TotalMinutes * Math.Pow(2, Math.Clamp(steps - 1, 0, 20));
        return TimeSpan.FromMinutes(Math.Min(minutes, LongestPause.TotalMinutes));
    }
}
