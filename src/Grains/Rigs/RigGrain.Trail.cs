namespace BloxOs.Grains.Rigs;

/// <summary>What of a rig's life stands on its timeline; <see cref="RigTrail"/> and <see cref="SampleTrail"/> decide.</summary>
internal sealed partial class RigGrain
{
    /// <summary>Farther back no agent keeps what happened.</summary>
    static readonly TimeSpan OldestHappening = TimeSpan.FromDays(7);

    readonly SampleTrail _samples = new();
    readonly TrailPace _pace = new();
    RigStatus? _told;   // the state that the timeline says; null when this activation has not said any

    /// <summary>Says the state unless the timeline says it already.</summary>
    void TellStatus(RigStatus status, DateTimeOffset? since = null)
    {
        if (status == _told || !state.RecordExists) { return; }
        _told = status;
        Tell(RigTrail.Of(status, status == RigStatus.Recovering ? _applied?.Recovering : null) with { At = since });
    }

    void Tell(TrailItem item)
    {
        var now = time.GetUtcNow();
        if (_pace.Take(item, now) is not { } taken) { return; }
        var at = taken.At is { } said && said <= now && said > now - OldestHappening ? said : now;
        timeline.Note(new(RigId, state.State.FarmId, at, taken.Kind, taken.Severity) { Subject = taken.Subject, Text = taken.Text, Value = taken.Value });
    }

    void TellSample(RigSample sample)
    {
        if (!_samples.HasNews(sample)) { return; }
        foreach (var item in _samples.Take(sample, state.State.Inventory, time.GetUtcNow())) { Tell(item); }
    }

    /// <summary>Commands that ended at this moment.</summary>
    void TellEnds(DateTimeOffset now)
    {
        foreach (var command in Commands) { if (command.IsOver && command.EndedAt == now) { Tell(RigTrail.Of(command)); } }
    }
}
