using BloxOs.Data.Directory;
using BloxOs.Grains.Rigs;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Utilities;

namespace BloxOs.Grains.Farms;

/// <summary>Keeps the last word of each rig and tells those who watch, at most twice a second.</summary>
[PreferLocalPlacement]
internal sealed partial class FarmGrain(
    [PersistentState("farm")] IPersistentState<FarmState> state,
    IDirectory directory,
    ISiloLiveness silos,
    TimeProvider time,
    ILogger<FarmGrain> logger) : Grain, IFarmGrain
{
    static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(3);
    const int LoadAtOnce = 64;

    readonly FarmRigs _rigs = new();
    readonly ObserverManager<IFarmObserver> _observers = new(WatchFor, logger);
    Task _loaded = Task.CompletedTask;
    SharedSave? _save;
    bool _settingsChanged;
    long _updates;

    string FarmId => this.GetPrimaryKeyString();

    bool Exists => state.RecordExists && state.State.DeletedAt is null;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists) { return Task.CompletedTask; }
        if (Exists) { _loaded = LoadRigs([.. state.State.RigIds]); }
        if (!Exists || state.State.ListsToChange.Count > 0) { _ = FinishInBackground(); }
        StartTicking();
        return Task.CompletedTask;
    }

    public async Task Create(string name, string ownerUserId)
    {
        if (state.State.DeletedAt is not null) { throw new InvalidOperationException("This farm was deleted."); }
        if (!state.RecordExists)
        {
            state.State.Name = RigName.Check(name);
            state.State.CreatedAt = time.GetUtcNow();
            SetLevel(ownerUserId, FarmLevel.Owner);
            await SaveAsync();
            StartTicking();
        }
        await directory.PutFarmAsync(new(FarmId, state.State.Name));
        await Finish();
    }

    public Task<FarmView?> GetView() => Exists ? LoadedView() : Task.FromResult<FarmView?>(null);

    async Task<FarmView?> LoadedView()
    {
        if (!_loaded.IsCompleted) { await Task.WhenAny(_loaded, Task.Delay(LoadPatience, time)); }
        return new() { FarmId = FarmId, Name = state.State.Name, Rigs = _rigs.All, Totals = _rigs.Totals, Settings = state.State.ToSettings() };
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

    public Task Wake() => Task.CompletedTask;   // the activation is the point

    void StartTicking() => this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true, KeepAlive = true });

    async Task OnTick(CancellationToken cancellation)
    {
        _rigs.DropDeadSilos(silos.IsDead, time.GetUtcNow());
        if (_observers.Count == 0)
        {
            _rigs.ForgetChanges();
            _settingsChanged = false;
            return;
        }
        if (!_rigs.HasChanges && !_settingsChanged) { return; }
        var update = new FarmUpdate
        {
            FarmId = FarmId,
            Changed = _rigs.TakeChanged(),
            Removed = _rigs.TakeRemoved(),
            Totals = _rigs.Totals,
            Settings = _settingsChanged ? state.State.ToSettings() : null,
            Number = ++_updates,
        };
        _settingsChanged = false;
        await _observers.Notify(observer => observer.Updated(update));
    }

    Task SaveAsync() => (_save ??= new(WriteAsync)).SaveAsync();

    /// <summary>After a failed write memory is as the store is.</summary>
    async Task WriteAsync()
    {
        try { await state.WriteStateAsync(); }
        catch
        {
            try { await state.ReadStateAsync(); }
            catch { DeactivateOnIdle(); }
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Rig {RigId} of farm {FarmId} could not be asked; it appears when its agent reports")]
    partial void LogLoadFailed(Exception failure, string rigId, string farmId);

    [LoggerMessage(LogLevel.Warning, "What belongs to farm {FarmId} could not all be brought in line; it is tried again at the next start or change")]
    partial void LogUnfinished(Exception failure, string farmId);
}
