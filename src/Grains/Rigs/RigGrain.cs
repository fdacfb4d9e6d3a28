using System.Security.Cryptography;
using BloxOs.Grains.Farms;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace BloxOs.Grains.Rigs;

/// <summary>An address, a mailbox and a save button; <see cref="RigHealth"/> decides.</summary>
[PreferLocalPlacement]
internal sealed partial class RigGrain(
    [PersistentState("rig")] IPersistentState<RigState> state,
    ILocalSiloDetails local,
    IRigConnections connections,
    ISiloLiveness silos,
    TimeProvider time,
    ILogger<RigGrain> logger) : Grain, IRigGrain, IGrainMigrationParticipant
{
    const string LiveKey = "live";

    RigSession? _session, _ended;
    bool _silent;
    RigReading _reading = null!;
    RigDescription? _description;

    string RigId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _reading ??= new() { RigId = RigId, LastSeenAt = state.State.LastSeenAt, StatusSince = state.State.LastSeenAt ?? state.State.CreatedAt };
        return Task.CompletedTask;
    }

    public async Task Create(RigCreation creation)
    {
        if (state.RecordExists) { throw new InvalidOperationException("This rig exists already."); }
        state.State.FarmId = creation.FarmId;
        state.State.Name = RigName.Check(creation.Name);
        state.State.TokenHash = creation.TokenHash;
        state.State.CreatedAt = time.GetUtcNow();
        await state.WriteStateAsync();
        _reading = _reading with { StatusSince = state.State.CreatedAt };
        await PublishDescription();
        await PublishReading();
    }

    public Task<RigAuthentication> Authenticate(byte[] tokenHash, SiloAddress silo)
    {
        if (!state.RecordExists || !CryptographicOperations.FixedTimeEquals(state.State.TokenHash, tokenHash))
        {
            if (!state.RecordExists) { DeactivateOnIdle(); }
            return Task.FromResult(RigAuthentication.Unknown);
        }
        MoveTo(silo);
        return Task.FromResult(RigAuthentication.Accepted);
    }

    public async Task<RigAttachment> Attach(RigSession session, RigInventory inventory)
    {
        if (!state.RecordExists) { return new(false, "", ""); }
        if (_session is { } current && current.Silo.Equals(session.Silo) && current.Number > session.Number)
        {
            return new(false, state.State.Name, state.State.FarmId);   // an older connection whose hello came late
        }
        if (_session is { } older && older != session) { CloseInBackground(older, RigCloseReason.Replaced); }

        var now = time.GetUtcNow();
        _session = session;
        _silent = false;
        await SaveInventory(inventory);
        SetReading(_reading with { ConnectedAt = now, LastSeenAt = now, Silo = session.Silo, Sample = RigSample.None });
        await PublishDescription();
        await PublishReading();
        return new(true, state.State.Name, state.State.FarmId);
    }

    public async Task ChangeInventory(RigSession session, RigInventory inventory)
    {
        if (_session != session) { return; }
        if (await SaveInventory(inventory)) { await PublishDescription(); }
    }

    public ValueTask<bool> Report(RigSession session, RigSample sample)
    {
        if (_session != session && !Adopt(session)) { return new(false); }
        _silent = false;
        SetReading(_reading with { LastSeenAt = time.GetUtcNow(), Sample = sample });
        var published = PublishReading();
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

    public async Task Detach(RigSession session, DateTimeOffset lastSeenAt)
    {
        _ended = session;
        if (_session is not null && _session != session) { return; }
        GoOffline(lastSeenAt);
        state.State.LastSeenAt = lastSeenAt;
        await PublishReading();
        await state.WriteStateAsync();
    }

    public Task<RigView?> GetView()
    {
        if (_session is { } session && silos.IsDead(session.Silo)) { GoOffline(_reading.LastSeenAt ?? time.GetUtcNow()); }   // it took its sockets along
        return Task.FromResult(state.RecordExists ? new RigView(Describe(), _reading) : null);
    }

    public async Task Rename(string name)
    {
        RequireExisting();
        state.State.Name = RigName.Check(name);
        await state.WriteStateAsync();
        await PublishDescription();
    }

    public async Task ReplaceToken(byte[] tokenHash)
    {
        RequireExisting();
        state.State.TokenHash = tokenHash;
        await state.WriteStateAsync();
        if (_session is not { } session) { return; }
        _ended = session;
        GoOffline(_reading.LastSeenAt ?? time.GetUtcNow());
        CloseInBackground(session, RigCloseReason.Revoked);
        await PublishReading();
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(LiveKey, new RigLive(_session, _silent, _reading, _ended));

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<RigLive>(LiveKey, out var live) || live is null) { return; }
        (_session, _silent, _reading, _ended) = (live.Session, live.Silent, live.Reading, live.Ended);
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
        MoveTo(session.Silo);
        return true;
    }

    void MoveTo(SiloAddress silo)
    {
        if (silo.Equals(local.SiloAddress)) { return; }
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        this.MigrateOnIdle();
    }

    void GoOffline(DateTimeOffset lastSeenAt)
    {
        _session = null;
        SetReading(_reading with { ConnectedAt = null, Silo = null, LastSeenAt = lastSeenAt });
    }

    void SetReading(RigReading reading)
    {
        var status = RigHealth.StatusOf(_session is not null, _silent, reading.Sample);
        var now = time.GetUtcNow();
        _reading = reading with
        {
            Status = status,
            StatusSince = status == _reading.Status ? reading.StatusSince : now,
            Version = Math.Max(_reading.Version + 1, now.UtcTicks),   // by the clock, so that it goes on rising after a crash
        };
    }

    async Task<bool> SaveInventory(RigInventory inventory)
    {
        if (inventory.SameAs(state.State.Inventory)) { return false; }
        state.State.Inventory = inventory;
        _description = null;
        await state.WriteStateAsync();
        return true;
    }

    RigDescription Describe() => _description ??= new()
    {
        RigId = RigId,
        FarmId = state.State.FarmId,
        Name = state.State.Name,
        Tags = [.. state.State.Tags],
        CreatedAt = state.State.CreatedAt,
        Inventory = state.State.Inventory,
    };

    Task PublishDescription()
    {
        _description = null;
        return Farm.Describe(Describe());
    }

    Task PublishReading() => Farm.Report(_reading);

    IFarmGrain Farm => GrainFactory.GetGrain<IFarmGrain>(state.State.FarmId);

    void RequireExisting()
    {
        if (!state.RecordExists) { throw new InvalidOperationException("There is no such rig."); }
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
}
