using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.State;

/// <summary>Says whether a note can be what this agent wrote. Anything odd makes the whole of it worthless: half of a truth would free reboots.</summary>
internal static class NoteRules
{
    /// <summary>A century.</summary>
    const double LongestSeconds = 3.2e9;

    const int LongestText = 1_000, MostEpisodes = 1_024;

    /// <summary>True when nothing in it is impossible.</summary>
    public static bool IsSound(RecoveryNote note) =>
        note.Version == RecoveryNote.CurrentVersion && note.SavedAt > 0
        && IsTime(note.RunSeconds) && IsTime(note.UptimeSeconds)
        && IsText(note.BootId)
        && (note.Reboots ?? []) is { Count: <= 1_000 } reboots && reboots.All(r => IsTime(r) && r <= note.RunSeconds + 1)
        && IsTimeOrAbsent(note.UsedUpUntil, note.RunSeconds + RebootBudget.Window.TotalSeconds + 1)
        && (note.Episodes ?? []) is { Count: <= MostEpisodes } episodes && episodes.All(e => IsSound(e, note)) && IsDistinct(episodes.Select(e => $"{e.Cause}/{e.Instance}/{e.BusId}"))
        && (note.Quarantine ?? []) is { Count: <= 4 * ProtocolLimits.Gpus } cards && cards.All(c => IsSound(c, note)) && IsDistinct(cards.Select(c => c.BusId!))
        && (note.Works ?? []) is { Count: <= NormalHashrates.Works } works && works.All(IsSound) && IsDistinct(works.Select(w => w.Work!));

    static bool IsSound(EpisodeNote? note, RecoveryNote whole) =>
        note is not null && Enum.TryParse(note.Cause, out Cause cause) && Enum.IsDefined(cause) && note.Cause == cause.ToString()
        && IsText(note.Instance) && IsText(note.BusId) && IsText(note.Evidence) && IsText(note.Done)
        && IsTime(note.LastSeen) && note.LastSeen <= whole.RunSeconds + 1
        && note.Rung >= 0 && note.Rung < CausePlan.For(cause).Rungs.Count && note.Steps is >= 0 and <= 1_000
        && IsTime(note.NextAt) && note.NextAt <= whole.RunSeconds + Ladder.LongestPause.TotalSeconds + 1;

    static bool IsSound(QuarantineNote? note, RecoveryNote whole) =>
        note is { BusId.Length: > 0 } && IsText(note.BusId) && IsText(note.Reason) && IsText(note.BootId)
        && IsTime(note.Since) && note.Since <= whole.RunSeconds + 1 && note.Times is > 0 and <= 100_000;

    static bool IsSound(WorkNote? note) =>
        note is { Work.Length: > 0 } && IsText(note.Work) && note.UsedAt >= 0 && note.UsedAt < long.MaxValue / 2
        && (note.Blocks ?? new Dictionary<string, IReadOnlyList<double>>()) is { Count: <= ProtocolLimits.Gpus + 1 } blocks
        && blocks.All(b => IsText(b.Key) && b.Value is { Count: > 0 and <= NormalHashrates.Blocks } && b.Value.All(v => double.IsFinite(v) && v > 0));

    static bool IsTime(double seconds) => seconds is >= 0 and <= LongestSeconds;

    static bool IsTimeOrAbsent(double? seconds, double latest) => seconds is null || (IsTime(seconds.Value) && seconds <= latest);

    static bool IsText(string? text) => text is null or { Length: <= LongestText };

    static bool IsDistinct(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.All(seen.Add);
    }
}
