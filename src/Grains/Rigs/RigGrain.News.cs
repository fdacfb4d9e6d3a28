using Microsoft.Extensions.Logging;

namespace BloxOs.Grains.Rigs;

/// <summary>What of a rig's life goes into the audit log; <see cref="RigNews"/> decides.</summary>
internal sealed partial class RigGrain
{
    const int MaxNewsPerHour = 60;
    static readonly TimeSpan NewsWindow = TimeSpan.FromHours(1);

    IGrainTimer? _away;
    DateTimeOffset _newsHourEnds;
    int _newsOfHour;
    ulong? _faults;

    /// <summary>Saves the inventory with what the log is going to be told, then tells it.</summary>
    async Task<bool> SaveInventory(RigInventory inventory, List<RigNewsItem> news)
    {
        if (news.Count == 0 && inventory.SameAs(state.State.Inventory)) { return false; }
        state.State.Inventory = inventory;
        _description = null;
        await Save();
        news.ForEach(Note);
        return true;
    }

    /// <summary>Cheap, as it is asked with every sample: other cards are dead than last time, or it was taken for offline.</summary>
    bool HasNews(RigSample sample) => sample.Faults != _faults || state.State.Away;

    async Task NoteSample(RigSample sample)
    {
        _faults = sample.Faults;
        var news = RigNews.Sampled(state.State, sample.Read());
        if (news.Count == 0) { return; }
        try
        {
            await Save();
            news.ForEach(Note);
        }
        catch (Exception failure)
        {
            // The sample itself is safe; the next one tells it again.
            _faults = null;
            LogNewsFailed(failure, RigId);
        }
    }

    /// <summary>Waits whether the rig comes back soon. A rig that never reported is awaited, not away.</summary>
    void WatchAway()
    {
        if (_away is not null || !state.RecordExists || state.State.Away || state.State.Inventory.SameAs(RigInventory.Empty)) { return; }
        _away = this.RegisterGrainTimer(NoteAway, new GrainTimerCreationOptions(events.AwayAfter, Timeout.InfiniteTimeSpan));
    }

    void StopWatch()
    {
        _away?.Dispose();
        _away = null;
    }

    async Task NoteAway()
    {
        StopWatch();
        if (_session is not null || !state.RecordExists || state.State.Away) { return; }
        var news = RigNews.Away(state.State, _reading.LastSeenAt);
        await Save();
        TellStatus(RigStatus.Offline, _reading.LastSeenAt);   // of a silo that died nobody heard it
        Note(news);
    }

    /// <summary>A rig that fails and recovers all the time, or an agent that means no good, does not fill the log.</summary>
    void Note(RigNewsItem news)
    {
        foreach (var item in RigTrail.Of(news)) { Tell(item); }
        var now = time.GetUtcNow();
        if (now >= _newsHourEnds) { (_newsHourEnds, _newsOfHour) = (now + NewsWindow, 0); }
        if (++_newsOfHour > MaxNewsPerHour + 1) { return; }
        if (_newsOfHour > MaxNewsPerHour) { news = new("rig.muted", [new("events in an hour", null, "more than " + MaxNewsPerHour.ToString(System.Globalization.CultureInfo.InvariantCulture))]); }
        events.Note(new(news.Action, RigId, state.State.FarmId, state.State.Name, now, news.Changes));
    }

    [LoggerMessage(LogLevel.Warning, "Events of rig {RigId} could not be saved; its next sample tells them again")]
    partial void LogNewsFailed(Exception failure, string rigId);
}
