using BloxOs.Agent.Diagnostics;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Takes samples at the wanted pace, whether or not there is a server, and puts them into the outbox.</summary>
internal sealed class Sampler
{
    readonly RigReader _reader;
    readonly Outbox _outbox;
    readonly Cadence _cadence;
    readonly AgentLog _log;
    readonly TimeProvider _time;
    readonly Signal _wake;
    readonly RigEvents _events;
    byte[] _inventoryBytes = [];
    long _begunAt;
    long _addedAt;
    volatile bool _now;
    bool _saidFull;

    public Sampler(RigReader reader, Outbox outbox, Cadence cadence, AgentLog log, TimeProvider time, RigEvents? events = null)
    {
        _events = events ?? new(time);
        (_reader, _outbox, _cadence, _log, _time) = (reader, outbox, cadence, log, time);
        _wake = new(time);
        _cadence.Changed += _wake.Set;
    }

    /// <summary>Raised when a sample lies in the outbox or the inventory changed.</summary>
    public event Action? Sampled;

    /// <summary>The rig's parts, as last read.</summary>
    public Inventory Inventory { get; private set; } = new();

    /// <summary>The newest sample; null before the first.</summary>
    public Stats? Latest { get; private set; }

    /// <summary>Counts up with every change of <see cref="Inventory"/>.</summary>
    public int InventoryRevision { get; private set; }

    /// <summary>Time since the newest sample was put into the outbox.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _addedAt));

    /// <summary>Asks for a sample at once, out of turn.</summary>
    public void SampleNow()
    {
        _now = true;
        _wake.Set();
    }

    /// <summary>Takes one sample. One that fails is left out and said; the next may succeed.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task SampleAsync(CancellationToken cancellation)
    {
        _begunAt = _time.GetTimestamp();
        try { await TakeAsync(cancellation); }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            _log.WarnSeldom("sample", $"a sample could not be taken: {e.GetType().Name}: {e.Message}");
        }
    }

    async Task TakeAsync(CancellationToken cancellation)
    {
        var (inventory, sample) = await _reader.ReadAsync(cancellation);
        byte[] bytes = ProtocolJson.ToUtf8(new InventoryChanged { Inventory = inventory });
        if (!bytes.AsSpan().SequenceEqual(_inventoryBytes))
        {
            _inventoryBytes = bytes;
            Inventory = inventory;
            InventoryRevision++;
        }
        Latest = sample;
        bool full = !_outbox.Add(sample with { Events = _events.Take() });
        if (full && !_saidFull) { _log.Warn("the outbox is full: the oldest samples are dropped until the server confirms some"); }
        _saidFull = full;
        Volatile.Write(ref _addedAt, _time.GetTimestamp());
        Sampled?.Invoke();
    }

    /// <summary>Samples until cancelled. The first sample is taken before, by <see cref="SampleAsync"/>.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            while (!_now && _cadence.Stats - _time.GetElapsedTime(_begunAt) is { Ticks: > 0 } rest) { await _wake.WaitAsync(rest, cancellation); }
            cancellation.ThrowIfCancellationRequested();
            _now = false;
            await SampleAsync(cancellation);
        }
    }
}
