using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>
/// One miner instance. A single loop looks at what is, and at what is to be, and makes one into the other: requests only change what is to be.
/// </summary>
internal sealed class MinerInstance
{
    readonly MinerParts _parts;
    readonly IMinerKeeper _keeper;
    readonly MinerOutput _output;
    readonly MinerStarter _starter;
    readonly Signal _wake;
    readonly Lock _lock = new();
    readonly Queue<(MinerChange Change, TaskCompletionSource Done)> _requests = [];
    IReadOnlyList<string> _lastLines = [];
    DesiredMiner? _wanted;
    string? _trouble;
    string? _lastReason;
    long _notBefore;   // timestamp: a clock that is put right must not keep a miner waiting
    int _failedStarts;
    volatile bool _hangs;
    bool _removed;

    public MinerInstance(MinerRecord record, DesiredMiner? wanted, MinerParts parts, IMinerKeeper keeper)
    {
        (Record, _wanted, _parts, _keeper) = (record, wanted, parts, keeper);
        _output = new(parts.Places.Output(record.Name), Log);
        _starter = new(parts, _output);
        _wake = new(parts.Time);
        Status = new(Shown, MinerStates.Stopped);
    }

    /// <summary>Name of the instance.</summary>
    public string Name => Record.Name;

    /// <summary>What outlives the agent.</summary>
    public MinerRecord Record { get; private set; }

    /// <summary>Its log.</summary>
    public LogRing Log { get; } = new();

    /// <summary>How it is.</summary>
    public MinerStatus Status { get; private set; }

    /// <summary>What must not be shown of it.</summary>
    public IReadOnlyList<string> Secrets => _output.Secrets;

    /// <summary>It was killed and is still there: it hangs in the kernel.</summary>
    public bool Hangs => _hangs;

    /// <summary>Nothing is left of it, and it is wanted no more.</summary>
    public bool Gone { get { lock (_lock) { return _removed && Record.Process is null && _requests.Count == 0; } } }

    DesiredMiner Shown => _wanted ?? new() { Name = Record.Name };

    /// <summary>What is wanted from now on; null: nothing, it is stopped and forgotten. Something else than before gets a fresh start.</summary>
    public void Want(DesiredMiner? wanted)
    {
        lock (_lock)
        {
            bool other = wanted is not null && (_wanted is null || LaunchDigest.Of(wanted, Plain) != LaunchDigest.Of(_wanted, Plain));
            (_removed, _wanted) = (wanted is null, wanted ?? _wanted);
            // What ran before the agent knew what is wanted of it keeps its pool and cards.
            if (other && Status.Wanted.Miner is not null) { _requests.Enqueue((new("another miner is wanted") { Apply = Forgive, AtOnce = true }, new())); }
        }
        _wake.Set();
    }

    /// <summary>Asks for a change and waits until it was made, or turned out impossible.</summary>
    public async Task ChangeAsync(MinerChange change, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) { _requests.Enqueue((change, done)); }
        _wake.Set();
        await done.Task.WaitAsync(cancellation);
    }

    /// <summary>Looks after it until cancelled, or until it is gone. Miners go on when the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (_starter.Adopt(Record, _wanted) is var adopted && adopted != Record) { Keep(adopted); }
        while (!Gone)
        {
            var done = new List<TaskCompletionSource>();
            try { await SettleAsync(Take(done), cancellation); }
            finally { done.ForEach(d => d.TrySetResult()); }
            await _wake.WaitAsync(_parts.Look, cancellation);
        }
    }

    /// <summary>Back to a fresh start.</summary>
    public static MinerRecord Forgive(MinerRecord record) =>
        record with { Failed = null, Quarantined = [], Pool = 0, Exits = 0, ShortRuns = 0, ExitCode = null };

    static MinerRecord Plain { get; } = new() { Name = "" };

    bool Take(List<TaskCompletionSource> done)
    {
        bool restart = false;
        var record = Record;
        lock (_lock)
        {
            while (_requests.TryDequeue(out var request))
            {
                record = request.Change.Apply(record);
                restart |= request.Change.Restart;
                _lastReason = request.Change.Reason;
                if (request.Change.AtOnce) { (_notBefore, _failedStarts, _trouble) = (0, 0, null); }
                done.Add(request.Done);
            }
        }
        if (record != Record) { Keep(record); }
        return restart;
    }

    async Task SettleAsync(bool restart, CancellationToken cancellation)
    {
        if (_wanted is not null) { _output.Secrets = MinerStarter.SecretsOf(_wanted, Record); }
        await ObserveAsync(cancellation);
        var goal = MinerGoal.Of(_wanted, _removed, Record, _keeper.Holds);
        if (Record.Process is { } process && !_hangs && (!goal.Run || restart || IsOther(process))) { await StopAsync(process, goal.Reason ?? _lastReason, cancellation); }
        if (Record.Process is null && goal.Run && _wanted is not null && _parts.Time.GetTimestamp() >= _notBefore) { await StartAsync(_wanted, cancellation); }
        Publish(goal);
    }

    bool IsOther(MinerProcess process) => _wanted is { } wanted && process.Launch != LaunchDigest.Of(wanted, Record);

    async Task ObserveAsync(CancellationToken cancellation)
    {
        _output.Poll();
        if (Record.Process is not { } process || process.Runs(_parts.Table)) { return; }
        if (!await _parts.Stopper.EndRestAsync(Name, process, _hangs ? TimeSpan.Zero : MinerStopper.KillPatience, cancellation))
        {
            Hang();
            return;
        }
        int? code = await _parts.Launcher.ExitCodeAsync(process, cancellation);
        _output.Poll();
        _output.EndLine();
        bool asked = _hangs;
        _hangs = false;
        if (asked) { Keep(Record with { Process = null }); }
        else { Ended(process, code); }
    }

    void Ended(MinerProcess process, int? code)
    {
        var ran = TimeSpan.FromSeconds(_parts.Table.AgeSeconds(process.StartTicks) ?? 0);
        int shortRuns = ran >= _parts.BackOff.GoodRun ? 0 : Record.ShortRuns + 1;
        var pause = _parts.BackOff.After(shortRuns);
        _lastLines = Log.Newest(ProtocolLimits.LastLines);
        _notBefore = In(pause);
        _trouble = MinerWords.Ended(code, ran, shortRuns);
        Keep(Record with { Process = null, Exits = Record.Exits + 1, ShortRuns = shortRuns, ExitCode = code });
        string last = _lastLines.Count > 0 ? $"; last line: {_lastLines[^1]}" : "";
        Say(RigEventKinds.MinerEnded, $"{_trouble}; next start in {MinerWords.Time(pause)}{last}");
    }

    async Task StopAsync(MinerProcess process, string? reason, CancellationToken cancellation)
    {
        bool ended = await _parts.Stopper.StopAsync(Name, process, cancellation);
        _output.Poll();
        _output.EndLine();
        if (!ended)
        {
            Hang();
            return;
        }
        _ = await _parts.Launcher.ExitCodeAsync(process, cancellation);
        Keep(Record with { Process = null });
        (_notBefore, _trouble) = (0, null);
        Say(RigEventKinds.MinerStopped, $"ended on purpose: {reason ?? "something else is wanted"}");
    }

    /// <summary>It, or a process that it started, is killed and does not go. A second one on the same cards would hang as well.</summary>
    void Hang()
    {
        if (_hangs) { return; }
        _hangs = true;
        Say(RigEventKinds.MinerStopped, "cannot be ended: it hangs in the kernel, mostly in a graphics driver; only a reboot helps");
    }

    async Task StartAsync(DesiredMiner wanted, CancellationToken cancellation)
    {
        try
        {
            // The port and the token of the API are kept before the start: a later agent must know them.
            Keep(MinerStarter.WithApi(Record));
            _output.Secrets = MinerStarter.SecretsOf(wanted, Record);
            var process = await _starter.StartAsync(wanted, Record, cancellation);
            Keep(Record with { Process = process });
            (_trouble, _failedStarts) = (null, 0);
            Say(RigEventKinds.MinerStarted, $"started{(_lastReason is { } reason ? $": {reason}" : "")}");
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException)
        {
            bool news = _trouble != e.Message;
            _trouble = e.Message;
            _notBefore = In(_parts.BackOff.After(++_failedStarts));
            if (news) { Say(RigEventKinds.MinerEnded, $"cannot be started: {e.Message}"); }
        }
        _lastReason = null;
    }

    long In(TimeSpan pause) => _parts.Time.GetTimestamp() + (long)(pause.TotalSeconds * _parts.Time.TimestampFrequency);

    void Publish(MinerGoal goal)
    {
        var process = Record.Process;
        bool failed = _failedStarts > 0 || _hangs;
        bool waits = process is null && goal.Run && !failed && _trouble is not null;
        var status = new MinerStatus(Shown, _hangs ? MinerStates.Failed : process is not null ? MinerStates.Running : !goal.Run ? goal.State : failed ? MinerStates.Failed : MinerStates.Waiting)
        {
            Reason = _hangs ? "it cannot be ended, because it hangs in the kernel" : goal.Run ? process is null ? _trouble : null : goal.Reason,
            ProcessId = process?.Id,
            Api = process is null || Record.ApiPort == 0 ? null : new(System.Net.IPAddress.Loopback, Record.ApiPort),
            ApiToken = process is null ? null : Record.ApiToken,
            Exits = Record.Exits,
            ExitCode = Record.ExitCode,
            NextStart = waits ? _notBefore : null,
            LastLines = _lastLines,
            Quarantined = Record.Quarantined,
            Pool = Record.Pool,
        };
        // Api is a new object each time, but equal.
        if (status == Status) { return; }
        Status = status;
        _keeper.Tell();
    }

    void Keep(MinerRecord record)
    {
        // Each write is two flushes of the disk, and somebody waits for them.
        if (record == Record) { return; }
        Record = record;
        _keeper.Save();
    }

    void Say(string kind, string text)
    {
        _parts.Events.Add(kind, text, Name);
        _parts.Log.Info($"miner {Name}: {text}");
    }
}
