using BloxOs.Agent.Control;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Reboots the rig or switches it off. That it happened is proved by the next boot.</summary>
/// <param name="power">Who does it.</param>
/// <param name="time">Clock.</param>
/// <param name="uptime">Time since the rig booted; the kernel's own when not given.</param>
internal sealed class PowerCommands(RigPower power, TimeProvider time, Func<TimeSpan>? uptime = null) : CommandHandler
{
    /// <summary>A rig that booted less long ago may have done so by the very command that comes again.</summary>
    internal static readonly TimeSpan FreshBoot = TimeSpan.FromMinutes(10);

    readonly Func<TimeSpan> _uptime = uptime ?? (() => TimeSpan.FromMilliseconds(Environment.TickCount64));

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
    /// <remarks>A person wants it, mostly because the disk is broken. The server sends it again after the boot when it did not hear of the end, and nothing but the age of the boot tells that then.</remarks>
    public override string? RefusalWithoutRecord(Command command) => _uptime() >= FreshBoot
        ? null
        : $"this rig's disk takes no writes and it booted less than {MinerWords.Time(FreshBoot)} ago, maybe by this command; nothing was done";

    /// <inheritdoc/>
    public override CommandResult AfterRestart(CommandRecord begun, bool booted) => booted
        ? CommandResult.Ok(begun.Kind == CommandKinds.Reboot ? "the rig has booted anew" : "the rig was off and has booted again")
        : base.AfterRestart(begun, booted);
}
