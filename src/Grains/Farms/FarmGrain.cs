using BloxOs.Data.Directory;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Utilities;

namespace BloxOs.Grains.Farms;

/// <summary>Keeps the last word of each rig and tells those who watch, at most once a second.</summary>
[PreferLocalPlacement]
internal sealed partial class FarmGrain(
    [PersistentState("farm")] IPersistentState<FarmState> state,
    IDirectory directory,
    ISiloLiveness silos,
    TimeProvider time,
    ILogger<FarmGrain> logger) : Grain, IFarmGrain
{
    static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(3);
    const int LoadAtOnce = 64;

    readonly FarmRigs _rigs = new();
    readonly ObserverManager<IFarmObserver> _observers = new(WatchFor, logger);
    Task _loaded = Task.CompletedTask;
    long _updates;

    string FarmId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists) { return Task.CompletedTask; }
        _loaded = LoadRigs([.. state.State.RigIds]);
        StartTicking();
        return Task.CompletedTask;
    }

    public async Task Create(string name, string ownerUserId)
    {
        if (!state.RecordExists)
        {
            state.State.Name = RigName.Check(name);
            state.State.CreatedAt = time.GetUtcNow();
            state.State.Members[ownerUserId] = FarmLevel.Owner;
            await state.WriteStateAsync();
            StartTicking();
        }
        await directory.PutFarmAsync(new(FarmId, state.State.Name));
    }

    public Task<FarmMembership> MembershipOf(string userId) =>
        Task.FromResult(state.RecordExists ? new(true, state.State.Name, state.State.Members.GetValueOrDefault(userId)) : FarmMembership.None);

    public async Task<RigAdded> AddRig(string name)
    {
        if (!state.RecordExists) { throw new InvalidOperationException("There is no such farm."); }
        string rigId = OpaqueId.New(), token = RigToken.New(rigId), checkedName = RigName.Check(name);
        state.State.RigIds.Add(rigId);
        await state.WriteStateAsync();   // first, so that a rig that exists is always listed
        await GrainFactory.GetGrain<IRigGrain>(rigId).Create(new(FarmId, checkedName, RigToken.HashOf(token)));
        await directory.PutRigAsync(new(rigId, FarmId, checkedName));
        return new(rigId, token);
    }

    public async Task<FarmView?> GetView()
    {
        if (!state.RecordExists) { return null; }
        if (!_loaded.IsCompleted) { await Task.WhenAny(_loaded, Task.Delay(LoadPatience, time)); }
        return new() { FarmId = FarmId, Name = state.State.Name, Rigs = _rigs.All, Totals = _rigs.Totals };
    }

    public Task Watch(IFarmObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Unwatch(IFarmObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Describe(RigDescription description)
    {
        if (state.State.RigIds.Contains(description.RigId)) { _rigs.Describe(description); }
        return Task.CompletedTask;
    }

    public Task Report(RigReading reading)
    {
        _rigs.Report(reading);
        return Task.CompletedTask;
    }

    public Task Wake() => Task.CompletedTask;   // the activation is the point

    void StartTicking() => this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true, KeepAlive = true });

    async Task OnTick(CancellationToken cancellation)
    {
        _rigs.DropDeadSilos(silos.IsDead, time.GetUtcNow());
        if (_observers.Count == 0)
        {
            _rigs.ForgetChanges();
            return;
        }
        if (!_rigs.HasChanges) { return; }
        var update = new FarmUpdate { FarmId = FarmId, Changed = _rigs.TakeChanged(), Totals = _rigs.Totals, Number = ++_updates };
        await _observers.Notify(observer => observer.Updated(update));
    }

    /// <summary>Asks the rigs in bounded batches; what a rig says itself meanwhile is newer and stays.</summary>
    async Task LoadRigs(string[] rigIds)
    {
        await Task.Yield();
        foreach (string[] batch in rigIds.Chunk(LoadAtOnce))
        {
            var views = await Task.WhenAll(batch.Select(LoadRig));
            foreach (var view in views) { if (view is not null) { _rigs.Load(view); } }
        }
    }

    async Task<RigView?> LoadRig(string rigId)
    {
        try { return await GrainFactory.GetGrain<IRigGrain>(rigId).GetView(); }
        catch (Exception failure)
        {
            LogLoadFailed(failure, rigId, FarmId);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Rig {RigId} of farm {FarmId} could not be asked; it appears when its agent reports")]
    partial void LogLoadFailed(Exception failure, string rigId, string farmId);
}
