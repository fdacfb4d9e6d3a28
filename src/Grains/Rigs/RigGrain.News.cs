using Microsoft.Extensions.Logging;

namespace BloxOs.Grains.Rigs;

/// <summary>What of a rig's life goes into the audit log; <see cref="RigNews"/> decides.</summary>
internal sealed partial class RigGrain
{
    const int MaxNewsPerHour = 60;
    static readonly TimeSpan NewsWindow = TimeSpan.FromHours(1);

    IGrainTimer? _away;
    DateTimeOffset _newsHourEnds, _keepWorkFrom;
    int _newsOfHour;
    ulong? _faults;
    uint _keptMined;   // RigSample.Mined of the work that is stored; 0 when this activation has not compared any

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

    /// <summary>Cheap, as it is asked with every sample: other cards are dead than last time, it was taken for offline, or it runs other miners.</summary>
    bool HasNews(RigSample sample) => sample.Faults != _faults || state.State.Away || RunsOther(sample);

    bool RunsOther(RigSample sample) => sample.Mined != _keptMined && sample.Mined != 0 && time.GetUtcNow() >= _keepWorkFrom;

    async Task NoteSample(RigSample sample)
    {
        _faults = sample.Faults;
        var stats = sample.Read();
        var news = RigNews.Sampled(state.State, stats);
        bool runsOther = RunsOther(sample) && KeepOther(sample, stats);
        if (news.Count == 0 && !runsOther) { return; }
        try
        {
            await Save();
            news.ForEach(Note);
            if (runsOther) { await PublishDescription(); }
        }
        catch (Exception failure)
        {
            // The sample itself is safe; the next one tells it again.
            (_faults, _keptMined) = (null, 0);
            LogNewsFailed(failure, RigId);
        }
    }

    /// <summary>False when what is stored says it already.</summary>
    bool KeepOther(RigSample sample, RigStats stats)
    {
        _keptMined = sample.Mined;
        var now = time.GetUtcNow();
        var work = LastWork.Of(stats, now);
        if (work?.IsAs(state.State.LastWork) != false) { return false; }
        _keepWorkFrom = now + LastWork.KeptOncePer;
        KeepWork(work);
        return true;
    }

    /// <summary>Saved with what is saved next; a rig that runs nothing keeps what it ran.</summary>
    void KeepWork(LastWork? work)
    {
        if (work is null) { return; }
        state.State.LastWork = work;
        _description = null;
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
