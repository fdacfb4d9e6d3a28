using BloxOs.Agent.Native;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Looks after all miners, as the last wanted state says, with or without a server.</summary>
internal sealed class MinerSupervisor : IMinerControl, IMinerKeeper
{
    static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10), KeeperPace = TimeSpan.FromHours(1);

    readonly MinerParts _parts;
    readonly DesiredCheck _check;
    readonly StateStore<DesiredFile> _desiredStore;
    readonly StateStore<ControlFile> _controlStore;
    readonly Lock _lock = new();
    readonly Lock _saving = new();
    readonly List<MinerInstance> _instances = [];
    readonly List<Task> _loops = [];
    IReadOnlyList<MinerHold> _holds = [];
    CancellationToken _stopping;
    bool _started;
    string? _recovering;

    public MinerSupervisor(MinerParts parts)
    {
        _parts = parts;
        _check = new(parts.Planner);
        _desiredStore = new(parts.Places.DesiredFile, ControlJson.Default.DesiredFile, f => f is { Version: DesiredFile.CurrentVersion, Desired: not null }, parts.Log);
        _controlStore = new(parts.Places.ControlFile, ControlJson.Default.ControlFile, ControlFile.IsWhole, parts.Log);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public Desired Desired { get; private set; } = new();

    /// <summary>Why a newer revision was refused; null when none was.</summary>
    public string? Refused { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<MinerHold> Holds => Volatile.Read(ref _holds);

    /// <inheritdoc/>
    public IReadOnlyList<MinerStatus> Miners
    {
        get { lock (_lock) { return [.. (Desired.Miners ?? []).Select(w => _instances.Find(i => i.Name == w.Name)?.Status).OfType<MinerStatus>()]; } }
    }

    /// <inheritdoc/>
    public string? Recovering
    {
        get => _recovering;
        set
        {
            if (_recovering == value) { return; }
            _recovering = value;
            Tell();
        }
    }

    /// <summary>Loops that look after a miner, and those that ended since the last one began.</summary>
    internal int Loops { get { lock (_lock) { return _loops.Count; } } }

    /// <summary>Id of this boot.</summary>
    public string? BootId => _parts.Table.BootId;

    /// <summary>Reads what earlier agents left. Before anything else.</summary>
    public void Load()
    {
        var known = _controlStore.Read() ?? new();
        string? boot = _parts.Table.BootId;
        _holds = [.. known.Holds.Where(h => h.Outlives(boot))];
        // What was written is checked again: the miners that may be started may be fewer in this version.
        if (_desiredStore.Read()?.Desired is { } desired)
        {
            if (_check.Refusal(desired) is { } refusal) { Refused = $"revision {desired.Revision}: {refusal}"; }
            else { Desired = desired; }
        }
        foreach (var wanted in Desired.Miners ?? [])
        {
            var record = known.Miners.FirstOrDefault(r => r?.Name == wanted.Name) ?? new() { Name = wanted.Name! };
            _instances.Add(new(record with { Holds = [.. record.Holds.Where(h => h.Outlives(boot))] }, wanted, _parts, this));
        }
        // Wanted by nobody now, maybe again by the next message of the server: it runs on until that came.
        foreach (var record in known.Miners.Where(r => r?.Process is not null && !_instances.Exists(i => i.Name == r.Name))) { _instances.Add(new(record, null, _parts, this)); }
    }

    /// <summary>Looks after the miners until cancelled. They go on then.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            (_stopping, _started) = (cancellation, true);
            foreach (var instance in _instances) { Begin(instance); }
        }
        try
        {
            while (true)
            {
                await Task.Delay(KeeperPace, _parts.Time, cancellation);
                bool any;
                lock (_lock) { any = _instances.Exists(i => i.Record.Process is not null); }
                if (any) { _parts.Keeper.Ensure(); }
            }
        }
        catch (OperationCanceledException) { }
        Task[] loops;
        lock (_lock) { loops = [.. _loops]; }
        await Task.WhenAll(loops);
    }

    /// <summary>Brings a wanted state into force, or refuses it and goes on with the one before. An older or equal revision is ignored.</summary>
    public void Apply(Desired desired)
    {
        if (desired.Revision <= Desired.Revision) { return; }
        if (_check.Refusal(desired) is { } refusal)
        {
            Refuse(desired, refusal);
            return;
        }
        desired = desired with { Miners = desired.Miners ?? Desired.Miners };
        _desiredStore.Write(new() { Desired = desired });
        lock (_lock)
        {
            (Desired, Refused) = (desired, null);
            foreach (var wanted in desired.Miners ?? []) { Want(wanted); }
            if (desired.Miners is { } miners)
            {
                foreach (var instance in _instances.Where(i => !miners.Any(w => w.Name == i.Name))) { instance.Want(null); }
            }
        }
        Save();
        Tell();
    }

    /// <summary>Says why a wanted state is not in force.</summary>
    public void Refuse(Desired desired, string why)
    {
        Refused = $"revision {desired.Revision}: {why}";
        _parts.Log.Warn($"the server wants what this rig refuses: {Refused}");
        Tell();
    }

    /// <summary>The instance of this name that is wanted; null when there is none.</summary>
    public MinerInstance? Find(string name)
    {
        lock (_lock) { return Desired.Miners?.Any(w => w.Name == name) is true ? _instances.Find(i => i.Name == name) : null; }
    }

    /// <summary>All that are wanted, or the one of this name.</summary>
    public IReadOnlyList<MinerInstance> Choose(string? name)
    {
        lock (_lock) { return [.. _instances.Where(i => (name is null || i.Name == name) && Desired.Miners?.Any(w => w.Name == i.Name) is true)]; }
    }

    /// <inheritdoc/>
    public Task<bool> StartAsync(string? name, string reason, CancellationToken cancellation) =>
        ChangeAsync(name, new(reason) { Apply = r => MinerInstance.Forgive(r) with { StoppedByHand = false }, AtOnce = true }, cancellation);

    /// <inheritdoc/>
    public Task<bool> StopAsync(string? name, string reason, CancellationToken cancellation) =>
        ChangeAsync(name, new(reason) { Apply = r => r with { StoppedByHand = true } }, cancellation);

    /// <inheritdoc/>
    public Task<bool> RestartAsync(string? name, string reason, CancellationToken cancellation) =>
        ChangeAsync(name, new(reason) { Restart = true, AtOnce = true }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> RestartWithoutAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation)
    {
        if (Find(name) is not { } instance || !_parts.Planner.LeavesCards(instance.Status.Wanted, [.. instance.Record.Quarantined, .. busIds])) { return false; }
        return await ChangeAsync(name, new(reason)
        {
            Apply = r => r with { Quarantined = [.. r.Quarantined.Union(busIds, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)] },
            Restart = true,
            AtOnce = true,
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> RestartWithAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation) =>
        Find(name) is { } instance && instance.Record.Quarantined.Intersect(busIds, StringComparer.OrdinalIgnoreCase).Any()
        && await ChangeAsync(name, new(reason) { Apply = r => r with { Quarantined = [.. r.Quarantined.Except(busIds, StringComparer.OrdinalIgnoreCase)] }, AtOnce = true }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> NextPoolAsync(string name, string reason, CancellationToken cancellation)
    {
        int pools = Find(name)?.Status.Pools ?? 0;
        return pools > 1 && await ChangeAsync(name, new(reason) { Apply = r => r with { Pool = (r.Pool + 1) % pools }, AtOnce = true }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> HoldAsync(string? name, string holder, string reason, CancellationToken cancellation)
    {
        var hold = new MinerHold(holder, reason, _parts.Table.BootId);
        if (name is null)
        {
            lock (_lock) { Volatile.Write(ref _holds, [.. _holds.Where(h => h.Holder != holder), hold]); }
            Save();
            return await ChangeAsync(null, new(reason), cancellation) || Choose(null).Count == 0;
        }
        return await ChangeAsync(name, new(reason) { Apply = r => r with { Holds = [.. r.Holds.Where(h => h.Holder != holder), hold] } }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> ReleaseAsync(string? name, string holder, CancellationToken cancellation)
    {
        if (name is null)
        {
            lock (_lock) { Volatile.Write(ref _holds, [.. _holds.Where(h => h.Holder != holder)]); }
            Save();
        }
        bool done = await ChangeAsync(name, new($"released: {holder}") { Apply = r => r with { Holds = [.. r.Holds.Where(h => h.Holder != holder)] }, AtOnce = true }, cancellation);
        return name is null || done;
    }

    /// <inheritdoc/>
    public Task<bool> FailAsync(string name, string reason, CancellationToken cancellation) =>
        ChangeAsync(name, new(reason) { Apply = r => r with { Failed = reason } }, cancellation);

    /// <inheritdoc/>
    public void Save()
    {
        lock (_saving)
        {
            IReadOnlyList<MinerRecord> records;
            lock (_lock) { records = [.. _instances.Where(i => !i.Gone).Select(i => i.Record)]; }
            _controlStore.Write(new() { Miners = records, Holds = Holds });
        }
    }

    /// <inheritdoc/>
    public void Tell() => Changed?.Invoke();

    async Task<bool> ChangeAsync(string? name, MinerChange change, CancellationToken cancellation)
    {
        var chosen = Choose(name);
        await Task.WhenAll(chosen.Select(i => i.ChangeAsync(change, cancellation)));
        return chosen.Count > 0 && chosen.All(i => !i.Hangs);
    }

    void Want(DesiredMiner wanted)
    {
        if (_instances.Find(i => i.Name == wanted.Name) is { Gone: false } instance)
        {
            instance.Want(wanted);
            return;
        }
        _instances.RemoveAll(i => i.Name == wanted.Name);
        var fresh = new MinerInstance(new() { Name = wanted.Name! }, wanted, _parts, this);
        _instances.Add(fresh);
        if (_started) { Begin(fresh); }
    }

    void Begin(MinerInstance instance)
    {
        // A server may want another miner every few minutes, for years.
        _loops.RemoveAll(l => l.IsCompleted);
        _loops.Add(Task.Run(() => LoopAsync(instance), CancellationToken.None));
    }

    async Task LoopAsync(MinerInstance instance)
    {
        while (true)
        {
            try
            {
                await instance.RunAsync(_stopping);
                break;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { return; }
            // One miner's trouble, whatever it is, must not end the agent.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _parts.Log.Error($"miner {instance.Name}: {e.GetType().Name}: {e.Message}");
                if (!await PauseAsync()) { return; }
            }
        }
        lock (_lock)
        {
            _instances.Remove(instance);
            // A new one of this name works there already.
            if (!_instances.Exists(i => i.Name == instance.Name)) { Forget(instance.Name); }
        }
        Save();
        Tell();
    }

    async Task<bool> PauseAsync()
    {
        try
        {
            await Task.Delay(AfterTrouble, _parts.Time, _stopping);
            return true;
        }
        catch (OperationCanceledException) { return false; }
    }

    /// <summary>A file that it was started with may hold accounts. Its log stays.</summary>
    void Forget(string name)
    {
        // It is the miners' user's: he may put links into it while it is being removed.
        string folder = _parts.Places.WorkDirectory(name);
        if (!new FolderRemoval().Remove(folder)) { _parts.Log.WarnSeldom("forget", $"{folder} could not be removed whole: a file in it may hold accounts"); }
    }
}
