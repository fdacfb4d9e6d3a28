using System.Threading.Channels;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>
/// Carries out commands, each at most once, whatever dies in between. Every handler is a lane of its own: within it one comes after the other, and none waits for another
/// lane, so that a miner is stopped and a rig switched off while an update is being fetched.
/// </summary>
/// <param name="handlers">Who carries out what.</param>
/// <param name="ledger">What was begun.</param>
/// <param name="bootId">Id of this boot.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock.</param>
internal sealed class CommandExecutor(IReadOnlyList<CommandHandler> handlers, CommandLedger ledger, string? bootId, AgentLog log, TimeProvider time)
{
    static readonly TimeSpan SettleStep = TimeSpan.FromMilliseconds(50);

    static readonly CommandResult OtherCommand = CommandResult.Failed("this id was used for another command; nothing was done");

    readonly Channel<Waiting>[] _lanes = NewLanes(Math.Max(1, handlers.Count));
    readonly Lock _lock = new();
    readonly Dictionary<string, string> _queued = new(StringComparer.Ordinal);
    int _running;
    volatile bool _settling;

    sealed class Waiting(Command command, long receivedAt)
    {
        public Command Command => command;

        public long ReceivedAt => receivedAt;
    }

    /// <summary>Raised with every state that the server should know. A handler must not block.</summary>
    public event Action<CommandState>? Told;

    /// <summary>Reads what earlier agents left. Before anything else.</summary>
    public void Load() => ledger.Load(begun =>
    {
        var result = begun.Arguments == CommandRecord.Lost ? CommandResult.Unknown("it was begun once, and the record of it is lost") : HandlerOf(begun.Kind)?.AfterRestart(begun, begun.BootId != bootId) ?? CommandResult.Unknown("this version of the agent does not know the kind");
        log.Info($"command {begun.Id} ({begun.Kind}): {result.State} after a restart");
        return Final(begun, result);
    });

    /// <summary>States to repeat with every connection.</summary>
    public IReadOnlyList<CommandState> Unconfirmed() => [.. ledger.Unconfirmed().Select(c => c.ToMessage())];

    /// <summary>A command came. Returns at once; what becomes of it is told.</summary>
    public void Receive(Command command)
    {
        if (command.Id is not { } id || !IsId(id))
        {
            log.WarnSeldom("command id", "the server sent a command without a proper id; it is ignored");
            return;
        }
        string arguments = CommandRecord.ArgumentsOf(command);
        if (ledger.Find(id) is { } known)
        {
            Told?.Invoke(known.Arguments is CommandRecord.Lost || known.Arguments == arguments ? known.ToMessage() : Answer(id, OtherCommand));
            return;
        }
        string? queued;
        lock (_lock)
        {
            if (!_queued.TryGetValue(id, out queued)) { _queued.Add(id, arguments); }
        }
        if (queued is not null)
        {
            if (queued != arguments) { Told?.Invoke(Answer(id, OtherCommand)); }
            return;
        }
        // What nobody knows is said to be so in the first lane.
        if (_lanes[Math.Max(0, LaneOf(command.Kind))].Writer.TryWrite(new(command, time.GetTimestamp()))) { return; }
        lock (_lock) { _queued.Remove(id); }
        Told?.Invoke(Answer(id, CommandResult.Failed($"more than {ProtocolLimits.WaitingCommands} commands wait on this rig; nothing was done")));
    }

    /// <summary>The server has a final state on its disk.</summary>
    public void Confirm(string? id)
    {
        if (id is not null) { ledger.Confirm(id); }
    }

    /// <summary>Carries out what comes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        var lanes = new Task[_lanes.Length];
        for (int i = 0; i < lanes.Length; i++) { lanes[i] = RunAsync(_lanes[i].Reader, cancellation); }
        return Control.RigControl.AllAsync(lanes);
    }

    /// <summary>
    /// Before the agent ends on purpose: nothing more is begun, and what other lanes have begun gets time to end, so that it is not told as unknown. What was not begun
    /// the server sends again to the next agent.
    /// </summary>
    /// <param name="limit">Longest wait.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task SettleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        _settling = true;
        long begun = time.GetTimestamp();
        // One is the command that asks for it.
        while (Volatile.Read(ref _running) > 1 && time.GetElapsedTime(begun) < limit) { await Task.Delay(SettleStep, time, cancellation); }
    }

    async Task RunAsync(ChannelReader<Waiting> lane, CancellationToken cancellation)
    {
        try
        {
            await foreach (var waiting in lane.ReadAllAsync(cancellation))
            {
                while (!TryBegin()) { await Task.Delay(SettleStep, time, cancellation); }
                try { await CarryOutAsync(waiting, cancellation); }
                finally { Interlocked.Decrement(ref _running); }
                lock (_lock) { _queued.Remove(waiting.Command.Id!); }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    /// <summary>Counts one that runs; false while the agent is about to end.</summary>
    bool TryBegin()
    {
        Interlocked.Increment(ref _running);
        // After the count: who settles either sees this one or is seen by it.
        if (!_settling) { return true; }
        Interlocked.Decrement(ref _running);
        return false;
    }

    async Task CarryOutAsync(Waiting waiting, CancellationToken cancellation)
    {
        var command = waiting.Command;
        // It may have come a second time just when the first was done and no longer in the queue.
        if (ledger.Find(command.Id!) is { } done)
        {
            Told?.Invoke(done.ToMessage());
            return;
        }
        var begun = new CommandRecord
        {
            Id = command.Id!,
            Arguments = CommandRecord.ArgumentsOf(command),
            Kind = command.Kind,
            Version = command.Version,
            State = CommandStates.Started,
            At = Now(),
            BootId = bootId,
        };
        double left = (command.ExpiresInMilliseconds ?? 0) - time.GetElapsedTime(waiting.ReceivedAt).TotalMilliseconds;
        if (left <= 0)
        {
            Refuse(begun, new(CommandStates.Expired));
            return;
        }
        if (HandlerOf(command.Kind) is not { } handler)
        {
            Refuse(begun, CommandResult.Failed($"this agent, {AgentVersion.Text}, does not know the command {LogText.Clean(command.Kind ?? "", [])}"));
            return;
        }
        if (!ledger.Begin(begun) && handler.RefusalWithoutRecord(command) is { } refusal)
        {
            Finish(begun, CommandResult.Failed(refusal));
            return;
        }
        Told?.Invoke(begun.ToMessage());
        try { Finish(begun, await RunAsync(handler, command, cancellation)); }
        finally
        {
            // The agent was to end and goes on, because that failed: so do the others.
            if (command.Kind is CommandKinds.RestartAgent or CommandKinds.UpdateAgent && !cancellation.IsCancellationRequested) { _settling = false; }
        }
    }

    /// <summary>One that was never begun needs no record: it would only push out those that were, and the server that sends it again gets the same answer again.</summary>
    void Refuse(CommandRecord record, CommandResult result) => Told?.Invoke(Final(record, result).ToMessage());

    async Task<CommandResult> RunAsync(CommandHandler handler, Command command, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(handler.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try { return await handler.RunAsync(command, either.Token); }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return CommandResult.Failed($"not done within {MinerWords.Time(handler.Limit)}"); }
        // Whatever goes wrong in one command must not end the carrying out of others.
        catch (Exception e) when (e is not OperationCanceledException) { return CommandResult.Failed(e.Message); }
    }

    void Finish(CommandRecord begun, CommandResult result)
    {
        var final = Final(begun, result);
        ledger.Keep(final);
        log.Info($"command {final.Id} ({LogText.Clean(final.Kind ?? "", [])}): {final.State}");
        Told?.Invoke(final.ToMessage());
    }

    CommandRecord Final(CommandRecord begun, CommandResult result)
    {
        var (output, cut) = OutputEnd.Of(result.Output);
        return begun with { State = result.State, At = Now(), Output = output, Cut = cut ? true : null };
    }

    CommandState Answer(string id, CommandResult result) => new() { Id = id, State = result.State, At = Now(), Output = result.Output };

    CommandHandler? HandlerOf(string? kind) => LaneOf(kind) is >= 0 and var lane ? handlers[lane] : null;

    /// <summary>Number of the handler for a kind; -1 for none.</summary>
    int LaneOf(string? kind)
    {
        for (int i = 0; i < handlers.Count && kind is not null; i++)
        {
            if (handlers[i].Kinds.Contains(kind, StringComparer.Ordinal)) { return i; }
        }
        return -1;
    }

    static Channel<Waiting>[] NewLanes(int count)
    {
        var lanes = new Channel<Waiting>[count];
        for (int i = 0; i < count; i++) { lanes[i] = Channel.CreateBounded<Waiting>(ProtocolLimits.WaitingCommands); }
        return lanes;
    }

    static bool IsId(string id) => id.Length is > 0 and <= ProtocolLimits.CommandIdLength && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
