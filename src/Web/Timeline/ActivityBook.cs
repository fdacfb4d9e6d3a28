using BloxOs.Data.Timeline;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Timeline;

/// <summary>Reads what a rig's page tells of its past, past the grains.</summary>
internal sealed class ActivityBook(ITimeline timeline, TimeProvider time)
{
    /// <summary>Lines on the page.</summary>
    const int Shown = 12;

    const int MostBefore = 50;

    /// <summary>Kinds of trouble of the kernel on the page, and the events among which they are looked for.</summary>
    const int ShownTrouble = 6, Searched = 300;

    /// <summary>What is older is on the page of its history.</summary>
    static readonly TimeSpan s_recent = TimeSpan.FromDays(30);

    /// <summary>Before a rig fell silent.</summary>
    static readonly TimeSpan s_before = TimeSpan.FromMinutes(15);

    /// <summary>Word of it can come a little later than the rig's last message.</summary>
    static readonly TimeSpan s_after = TimeSpan.FromMinutes(1);

    /// <summary>The newest.</summary>
    public async Task<RigActivity> NewestAsync(RigView rig, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = timeline.FindAsync(new(rig.RigId, rig.Description.FarmId, now - s_recent, now + s_after, Shown), cancellation);
        var trouble = await timeline.FindAsync(new(rig.RigId, rig.Description.FarmId, now - s_recent, now + s_after, Searched) { Statuses = false, AtLeast = TimelineSeverity.Error }, cancellation);
        return new(rig.RigId, [.. Once([.. (await found).Select(static entry => entry.Event)]).Select(ActivityLine.Of)], KernelTrouble.Of(trouble.Select(static entry => entry.Event), ShownTrouble)) { IsHeard = rig.Reading.LastSeenAt is not null };
    }

    /// <summary>Without the state of maintenance where the line beside it says who began that.</summary>
    public static IEnumerable<TimelineEvent> Once(IReadOnlyList<TimelineEvent> events) => events.Where(one => one is not { Kind: TimelineEvent.StatusKind, Value: "maintenance" }
        || !events.Any(other => other.Kind == "begin-maintenance" && (other.At - one.At).Duration() <= s_after));

    /// <summary>What happened in the last minutes of a rig that is silent; nothing of one that is not.</summary>
    public async Task<IReadOnlyList<RigHappening>> LastMinutesAsync(RigView rig, CancellationToken cancellation)
    {
        if (rig.Reading is not { Status: RigStatus.Offline, LastSeenAt: { } seen }) { return []; }
        var found = await timeline.FindAsync(new(rig.RigId, rig.Description.FarmId, seen - s_before, seen + s_after, MostBefore) { Statuses = false }, cancellation);
        return [.. found.Select(static entry => new RigHappening { At = entry.Event.At, Kind = entry.Event.Kind, Text = entry.Event.Text ?? entry.Event.Subject })];
    }
}
