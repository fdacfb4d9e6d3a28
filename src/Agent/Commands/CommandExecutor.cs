using System.Threading.Channels;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Carries out commands one after the other, each at most once, whatever dies in between.</summary>
/// <param name="handlers">Who carries out what.</param>
/// <param name="ledger">What was begun.</param>
/// <param name="bootId">Id of this boot.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock.</param>
internal sealed class CommandExecutor(IReadOnlyList<CommandHandler> handlers, CommandLedger ledger, string? bootId, AgentLog log, TimeProvider time)
{
    readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(ProtocolLimits.WaitingCommands);
    readonly Lock _lock = new();
    readonly HashSet<string> _queued = [];

    sealed record Waiting(Command Command, long ReceivedAt);

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
        if (ledger.Find(id) is { } known)
        {
            Told?.Invoke(known.Arguments is CommandRecord.Lost || known.Arguments == CommandRecord.ArgumentsOf(command)
                ? known.ToMessage()
                : Answer(id, CommandResult.Failed("this id was used for another command; nothing was done")));
            return;
        }
        lock (_lock)
        {
            if (!_queued.Add(id)) { return; }
        }
        if (_waiting.Writer.TryWrite(new(command, time.GetTimestamp()))) { return; }
        lock (_lock) { _queued.Remove(id); }
        Told?.Invoke(Answer(id, CommandResult.Failed($"more than {ProtocolLimits.WaitingCommands} commands wait on this rig; nothing was done")));
    }

    /// <summary>The server has a final state on its disk.</summary>
    public void Confirm(string? id)
    {
        if (id is not null) { ledger.Confirm(id); }
    }

    /// <summary>Carries out what comes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var waiting in _waiting.Reader.ReadAllAsync(cancellation))
            {
                await CarryOutAsync(waiting, cancellation);
                lock (_lock) { _queued.Remove(waiting.Command.Id!); }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
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
            Finish(begun, new(CommandStates.Expired));
            return;
        }
        if (HandlerOf(command.Kind) is not { } handler)
        {
            Finish(begun, CommandResult.Failed($"this agent, {AgentVersion.Text}, does not know the command {LogText.Clean(command.Kind ?? "", [])}"));
            return;
        }
        if (!ledger.Begin(begun))
        {
            Finish(begun, CommandResult.Failed("that it is begun could not be written to this rig's disk, and without that it might be carried out twice; nothing was done"));
            return;
        }
        Told?.Invoke(begun.ToMessage());
        Finish(begun, await RunAsync(handler, command, cancellation));
    }

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

    CommandHandler? HandlerOf(string? kind) => handlers.FirstOrDefault(h => kind is not null && h.Kinds.Contains(kind, StringComparer.Ordinal));

    static bool IsId(string id) => id.Length is > 0 and <= ProtocolLimits.CommandIdLength && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
