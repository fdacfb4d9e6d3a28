using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;

namespace BloxOs.Agent.Recovery.State;

/// <summary>Everything that recovery remembers over restarts and reboots.</summary>
/// <param name="Clock">Its clock.</param>
/// <param name="Ladder">Faults in progress and the reboots.</param>
/// <param name="Quarantine">Cards that are left out.</param>
/// <param name="Normal">What is normal.</param>
internal sealed record RecoveryMemory(RigClock Clock, Ladder Ladder, Quarantine Quarantine, NormalHashrates Normal)
{
    /// <summary>
    /// A rig of which nothing is known: a new one, one whose disk forgets, one whose file is damaged. No reboot for a whole window, since there may
    /// have been some.
    /// </summary>
    public static RecoveryMemory Blank(string? bootId, Func<TimeSpan> uptime)
    {
        var clock = new RigClock(null, bootId, uptime);
        return new(clock, new(new([]) { UsedUpUntil = clock.Now + RebootBudget.Window }, []), new([]), new([]));
    }

    /// <summary>Null when the note contradicts itself.</summary>
    /// <param name="note">From the disk.</param>
    /// <param name="bootId">This boot.</param>
    /// <param name="uptime">Time since this boot.</param>
    /// <param name="fromFuture">It was written later than the machine's clock says it is now: its reboots cannot be trusted.</param>
    public static RecoveryMemory? From(RecoveryNote note, string? bootId, Func<TimeSpan> uptime, bool fromFuture)
    {
        if (!NoteRules.IsSound(note)) { return null; }
        var clock = new RigClock(new(Seconds(note.RunSeconds), note.BootId, Seconds(note.UptimeSeconds)), bootId, uptime);
        TimeSpan? usedUp = note.UsedUpUntil is { } until ? Seconds(until) : null;
        var budget = new RebootBudget((note.Reboots ?? []).Select(Seconds))
        {
            UsedUpUntil = fromFuture ? clock.Now + RebootBudget.Window : usedUp,
        };
        return new(
            clock,
            new(budget, (note.Episodes ?? []).Select(NoteMapping.ToEpisode)),
            new((note.Quarantine ?? []).Select(NoteMapping.ToCard)),
            new((note.Works ?? []).Select(NoteMapping.ToWork)));
    }

    /// <summary>What to put on the disk.</summary>
    /// <param name="at">The machine's clock.</param>
    public RecoveryNote Note(DateTimeOffset at)
    {
        var clock = Clock.Note();
        var budget = Ladder.Budget;
        return new()
        {
            Version = RecoveryNote.CurrentVersion,
            SavedAt = at.ToUnixTimeMilliseconds(),
            RunSeconds = clock.Total.TotalSeconds,
            BootId = clock.BootId,
            UptimeSeconds = clock.Uptime.TotalSeconds,
            Reboots = [.. budget.At.Select(t => t.TotalSeconds)],
            UsedUpUntil = budget.UsedUpUntil?.TotalSeconds,
            Episodes = [.. Ladder.Episodes.Where(e => e.Confirmed).Select(NoteMapping.ToNote)],
            Quarantine = [.. Quarantine.Known.Select(NoteMapping.ToNote)],
            Works = [.. Normal.Learned.Select(NoteMapping.ToNote)],
        };
    }

    static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
