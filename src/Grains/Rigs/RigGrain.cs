using BloxOs.Data.Directory;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace BloxOs.Grains.Rigs;

/// <summary>An address, a mailbox and a save button; <see cref="RigHealth"/> decides.</summary>
[PreferLocalPlacement]
internal sealed partial class RigGrain(
    [PersistentState("rig")] IPersistentState<RigState> state,
    [PersistentState("rig-orders")] IPersistentState<RigOrdersState> orders,
    ILocalSiloDetails local,
    IRigConnections connections,
    IDirectory directory,
    ISiloLiveness silos,
    MinerLogs logs,
    IRigEvents events,
    ITimeline timeline,
    TimeProvider time,
    ILogger<RigGrain> logger) : Grain, IRigGrain, IGrainMigrationParticipant
{
    const string LiveKey = "live";

    RigSession? _session, _ended;
    RigRivals _rivals = RigRivals.None;
    bool _silent;
    RigReading _reading = null!;
    RigDescription? _description;
    (string? Id, IFarmGrain Grain) _farm;

    string RigId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _reading ??= new() { RigId = RigId, LastSeenAt = state.State.LastSeenAt, Ending = state.State.Ending, StatusSince = state.State.LastSeenAt ?? state.State.CreatedAt };
        if (_session is null) { WatchAway(); }
        WatchOrders();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveHappened();

    public async Task<RigAuthentication> Authenticate(byte[] tokenHash, SiloAddress silo)
    {
        // A rig that is not there is not thrown out of memory at once: calls that race with that fail instead of being refused.
        if (!state.RecordExists || !(RigTokens.IsCurrent(state.State, tokenHash) || await ConfirmNext(tokenHash))) { return RigAuthentication.Unknown; }
        MoveTo(silo);
        return RigAuthentication.Accepted;
    }

    /// <summary>The agent shows the new token: it is the only one from here on, and a connection with the old one ends.</summary>
    async Task<bool> ConfirmNext(byte[] tokenHash)
    {
        if (!RigTokens.IsNext(state.State, tokenHash, time.GetUtcNow())) { return false; }
        RigTokens.Promote(state.State);
        await Save();
        if (EndSession()) { await PublishReading(); }
        await PublishDescription();
        return true;
    }

    public async Task<RigAttachment> Attach(RigSession session, byte[] tokenHash, RigInventory inventory)
    {
        if (Refusal(session, tokenHash, inventory) is var refusal and not RigRefusal.None)
        {
            if (refusal == RigRefusal.Clone) { await NoteClone(inventory); }
            return new(refusal, state.State.Name, state.State.FarmId);
        }
        if (_session is { } older && older != session)
        {
            _rivals = _rivals.With(state.State.Inventory.BootId, inventory.BootId);
            CloseInBackground(older, RigCloseReason.Replaced);
        }

        var now = time.GetUtcNow();
        _session = session;
        _silent = _tooOld = false;
        _faults = null;
        _applied = null;
        _heldBack = null;
        _remedied = false;
        StopWatch();
        await SaveInventory(inventory, RigNews.Attached(state.State, inventory));
        SetReading(_reading with { ConnectedAt = now, LastSeenAt = now, Silo = session.Silo, Sample = RigSample.None });
        await PublishDescription();
        await PublishReading();
        return new(RigRefusal.None, state.State.Name, state.State.FarmId);
    }

    RigRefusal Refusal(RigSession session, byte[] tokenHash, RigInventory inventory)
    {
        if (!state.RecordExists || !RigTokens.IsCurrent(state.State, tokenHash)) { return RigRefusal.Revoked; }   // ended after it was checked
        if (_session is not { } current) { return RigRefusal.None; }
        if (current.Silo.Equals(session.Silo) && current.Number > session.Number) { return RigRefusal.Replaced; }   // an older connection whose hello came late
        return _rivals.IsRival(inventory.BootId, state.State.Inventory.BootId) ? RigRefusal.Clone : RigRefusal.None;
    }

    Task NoteClone(RigInventory inventory)
    {
        if (_rivals.Rival is null)
        {
            LogClone(RigId, inventory.HostName);
            Note(new("rig.clone", [new("kept out", null, inventory.HostName)]));
        }
        _rivals = _rivals.Seen(inventory, time.GetUtcNow());
        return PublishDescription();
    }

    public async Task ChangeInventory(RigSession session, RigInventory inventory)
    {
        if (_session != session) { return; }
        if (await SaveInventory(inventory, RigNews.Described(state.State, inventory))) { await PublishDescription(); }
    }

    public ValueTask<bool> Report(RigSession session, RigSample sample)
    {
        if (_session != session && !Adopt(session)) { return new(false); }
        _silent = false;
        SetReading(_reading with { LastSeenAt = time.GetUtcNow(), Sample = sample });
        TellSample(sample);
        var published = _rivals.Rival is null ? PublishReading() : PublishWithClone();
        if (HasNews(sample)) { published = Task.WhenAll(published, NoteSample(sample)); }
        return published.IsCompletedSuccessfully ? new(true) : Awaited(published);

        static async ValueTask<bool> Awaited(Task task)
        {
            await task;
            return true;
        }
    }

    public Task Hear(RigSession session, DateTimeOffset lastSeenAt, RigHearing hearing)
    {
        if (_session != session && !Adopt(session)) { return Task.CompletedTask; }
        _silent = hearing == RigHearing.Silent;
        SetReading(_reading with { LastSeenAt = lastSeenAt, Sample = hearing == RigHearing.NoData ? RigSample.None : _reading.Sample });
        return PublishReading();
    }

    public async Task Detach(RigSession session, DateTimeOffset lastSeenAt, RigEnding ending)
    {
        _ended = session;
        if (_session is not null && _session != session) { return; }
        GoOffline(lastSeenAt, ending);
        if (!state.RecordExists) { return; }   // deleted meanwhile: a write would bring it back
        (state.State.LastSeenAt, state.State.Ending) = (lastSeenAt, ending);
        KeepWork(LastWork.Of(_reading.Sample.Read(), lastSeenAt));
        await PublishReading();
        await Save();
    }

    public Task<RigView?> GetView()
    {
        LeaveDeadSilo();
        return Task.FromResult(state.RecordExists ? new RigView(Describe(), _reading) : null);
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(LiveKey, new RigLive(_session, _silent, _reading, _ended, _rivals, _applied, _tooOld, _told, _heldBack));

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<RigLive>(LiveKey, out var live) || live is null) { return; }
        (_session, _silent, _reading, _ended, _rivals) = (live.Session, live.Silent, live.Reading, live.Ended, live.Rivals ?? RigRivals.None);
        (_applied, _tooOld, _told, _heldBack) = (live.Applied, live.TooOld, live.Told, live.HeldBack);
    }

    /// <summary>
    /// A connection that stands speaks to a grain that has forgotten it: when a silo ends, activations elsewhere whose directory entry it
    /// kept are made anew. The connection was authenticated, so it is believed, unless it has ended or been revoked.
    /// </summary>
    bool Adopt(RigSession session)
    {
        if (_session is not null || session == _ended || !state.RecordExists) { return false; }
        _session = session;
        _reading = _reading with { ConnectedAt = time.GetUtcNow(), Silo = session.Silo };
        GreetAdopted(session);
        MoveTo(session.Silo);
        return true;
    }

    /// <summary>A silo that is gone took its sockets along.</summary>
    void LeaveDeadSilo()
    {
        if (_session is { } session && silos.IsDead(session.Silo)) { GoOffline(_reading.LastSeenAt ?? time.GetUtcNow(), RigEnding.Unknown); }
    }

    void MoveTo(SiloAddress silo)
    {
        if (silo.Equals(local.SiloAddress)) { return; }
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        this.MigrateOnIdle();
    }

    void GoOffline(DateTimeOffset lastSeenAt, RigEnding ending)
    {
        _session = null;
        WatchAway();
        SetReading(_reading with { ConnectedAt = null, Silo = null, LastSeenAt = lastSeenAt, Ending = ending });
    }

    void SetReading(RigReading reading)
    {
        var status = RigHealth.StatusOf(_session is not null, _silent, reading.Sample, orders.State.Wanted.Maintenance, _applied?.Recovering is not null);
        var now = time.GetUtcNow();
        _reading = reading with
        {
            Status = status,
            StatusSince = status == _reading.Status ? reading.StatusSince : now,
            Version = Math.Max(_reading.Version + 1, now.UtcTicks),   // by the clock, so that it goes on rising after a crash
        };
        TellStatus(status);
    }

    RigDescription Describe() => _description ??= new()
    {
        RigId = RigId,
        FarmId = state.State.FarmId,
        Name = state.State.Name,
        Tags = [.. state.State.Tags],
        CreatedAt = state.State.CreatedAt,
        Inventory = state.State.Inventory,
        Version = state.State.Version,
        NewTokenUntil = state.State.NextTokenUntil,
        Rival = _rivals.Rival,
        LastWork = state.State.LastWork,
    };

    Task PublishDescription()
    {
        _description = null;
        return Farm.Describe(Describe());
    }

    /// <summary>With every sample it is looked whether the other machine has given up.</summary>
    async Task PublishWithClone()
    {
        _rivals = _rivals.Now(time.GetUtcNow());
        if (_rivals.Rival is null) { await PublishDescription(); }
        await PublishReading();
    }

    Task PublishReading() => Farm.Report(_reading);

    /// <summary>Kept: making a reference costs more than the call, and it is needed with every sample.</summary>
    IFarmGrain Farm
    {
        get
        {
            if (_farm.Id != state.State.FarmId) { _farm = (state.State.FarmId, GrainFactory.GetGrain<IFarmGrain>(state.State.FarmId)); }
            return _farm.Grain;
        }
    }

    void CloseInBackground(RigSession session, RigCloseReason reason)
    {
        _ = Close();

        async Task Close()
        {
            try { await connections.CloseAsync(RigId, session, reason); }
            catch (Exception failure) { LogCloseFailed(failure, RigId, session.Silo); }
        }
    }

    [LoggerMessage(LogLevel.Debug, "The older connection of rig {RigId} on {Silo} could not be closed; it ends by silence")]
    partial void LogCloseFailed(Exception failure, string rigId, SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "Two machines use the token of rig {RigId}; the one that calls itself {HostName} is kept out")]
    partial void LogClone(string rigId, string? hostName);
}
