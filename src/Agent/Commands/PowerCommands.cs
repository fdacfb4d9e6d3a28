using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Reboots the rig or switches it off. That it happened is proved by the next boot.</summary>
/// <param name="power">Who does it.</param>
/// <param name="time">Clock.</param>
internal sealed class PowerCommands(RigPower power, TimeProvider time) : CommandHandler
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds => [CommandKinds.Reboot, CommandKinds.Shutdown];

    /// <inheritdoc/>
    public override TimeSpan Limit => Patience + TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        string? failure = command.Kind == CommandKinds.Reboot ? await power.RebootAsync(cancellation) : await power.ShutdownAsync(cancellation);
        if (failure is not null) { return CommandResult.Failed(failure); }
        await Task.Delay(Patience, time, cancellation);
        return CommandResult.Failed($"the rig was told to, and still runs after {Patience.TotalMinutes:0} minutes");
    }

    /// <inheritdoc/>
    public override CommandResult AfterRestart(CommandRecord begun, bool booted) => booted
        ? CommandResult.Ok(begun.Kind == CommandKinds.Reboot ? "the rig has booted anew" : "the rig was off and has booted again")
        : base.AfterRestart(begun, booted);
}
