using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Carries out some kinds of commands. An implementation is one file, listed in <c>ControlSetup</c>.</summary>
internal abstract class CommandHandler
{
    /// <summary>Kinds that it takes.</summary>
    public abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>Time that one may take; then it has failed.</summary>
    public virtual TimeSpan Limit => TimeSpan.FromMinutes(1);

    /// <summary>Carries one out. That it was begun is on the disk.</summary>
    /// <exception cref="OperationCanceledException">Its time is over, or the agent ends: then the next agent says what became of it.</exception>
    public abstract Task<CommandResult> RunAsync(Command command, CancellationToken cancellation);

    /// <summary>
    /// Why a command must not be carried out when the disk does not take that it is begun, so that only this process remembers it; null when it may: for what does no harm a second time.
    /// </summary>
    /// <param name="command">The command.</param>
    public virtual string? RefusalWithoutRecord(Command command) =>
        "that it is begun could not be written to this rig's disk, and without that it might be carried out twice; nothing was done";

    /// <summary>What became of one that an earlier agent began and did not see the end of.</summary>
    /// <param name="begun">The command.</param>
    /// <param name="booted">The rig has booted since.</param>
    public virtual CommandResult AfterRestart(CommandRecord begun, bool booted) =>
        CommandResult.Unknown("the agent ended while it was carried out; whether it was done cannot be told");
}
