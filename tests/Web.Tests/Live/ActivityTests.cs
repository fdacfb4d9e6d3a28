using BloxOs.Data.Timeline;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.Tests.Live;

/// <summary>What a rig's activity leaves out.</summary>
public sealed class ActivityTests
{
    static readonly DateTimeOffset s_at = new(2026, 11, 22, 18, 42, 7, TimeSpan.Zero);

    static TimelineEvent Status(string state, int minute) => new("rig", "farm", s_at.AddMinutes(minute), TimelineEvent.StatusKind, TimelineSeverity.Info) { Value = state };

    /// <summary>"Maintenance begun by Demo" and "Maintenance" of the same minute say one thing twice.</summary>
    [Fact]
    public void Maintenance_that_somebody_began_is_told_once()
    {
        var begun = new TimelineEvent("rig", "farm", s_at, "begin-maintenance", TimelineSeverity.Info) { Actor = "Demo" };
        Assert.Equal([begun, Status("mining", -1)], ActivityBook.Once([Status("maintenance", 0), begun, Status("mining", -1)]));
        // One that began with a connection long after it was ordered is news.
        TimelineEvent[] later = [Status("maintenance", 30), Status("offline", 5), begun];
        Assert.Equal(later, ActivityBook.Once(later));
    }
}
