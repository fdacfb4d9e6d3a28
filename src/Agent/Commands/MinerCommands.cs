using BloxOs.Agent.Control;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Starts, stops and restarts miners.</summary>
/// <param name="control">Who does it.</param>
internal sealed class MinerCommands(IMinerControl control) : CommandHandler
{
    const string Reason = "by command";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds => [CommandKinds.StartMiner, CommandKinds.StopMiner, CommandKinds.RestartMiner];

    /// <inheritdoc/>
    public override string? RefusalWithoutRecord(Command command) => null;

    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        bool taken = command.Kind switch
        {
            CommandKinds.StartMiner => await control.StartAsync(command.Instance, Reason, cancellation),
            CommandKinds.StopMiner => await control.StopAsync(command.Instance, Reason, cancellation),
            _ => await control.RestartAsync(command.Instance, Reason, cancellation),
        };
        var miners = control.Miners.Where(m => command.Instance is null || m.Name == command.Instance).ToList();
        if (miners.Count == 0) { return CommandResult.Failed(command.Instance is { } name ? $"no miner {name} is wanted on this rig" : "no miner is wanted on this rig"); }
        string text = string.Join('\n', miners.Select(m => $"{m.Name}: {m.State}{(m.Reason is { } reason ? $", {reason}" : "")}"));
        bool stop = command.Kind == CommandKinds.StopMiner;
        // What a person switched off by hand, or does not want, need not run after "start all".
        bool done = taken && miners.All(m => stop ? m.ProcessId is null : m.State == MinerStates.Running || (command.Instance is null && m.State is MinerStates.Stopped));
        return done ? CommandResult.Ok(text) : CommandResult.Failed(text);
    }
}
