using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>Restarts or updates the agent; miners go on. That it happened is proved by the agent that comes up.</summary>
/// <param name="restart">Restarts.</param>
/// <param name="updater">Updates; null when this agent cannot.</param>
/// <param name="settle">Waits for other commands to end, within limits.</param>
/// <param name="tell">Told what became of an update, for the history of the rig.</param>
internal sealed class AgentCommands(AgentRestart restart, IAgentUpdater? updater, Func<CancellationToken, Task> settle, Action<string>? tell = null) : CommandHandler
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds => [CommandKinds.RestartAgent, CommandKinds.UpdateAgent];

    /// <inheritdoc/>
    public override TimeSpan Limit => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        if (command.Kind == CommandKinds.UpdateAgent && await UpdateAsync(command.Version, cancellation) is { } result) { return result; }
        await settle(cancellation);
        restart.Request();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return CommandResult.Failed("the agent did not end");
    }

    /// <inheritdoc/>
    public override CommandResult AfterRestart(CommandRecord begun, bool booted)
    {
        if (begun.Kind == CommandKinds.RestartAgent) { return CommandResult.Ok("the agent has started anew"); }
        var result = begun.Version == AgentVersion.Text
            ? CommandResult.Ok($"the agent is version {AgentVersion.Text}")
            : CommandResult.Failed($"the agent is version {AgentVersion.Text}, not {begun.Version}{(updater?.FailureOf(begun.Version) is { } why ? ": " + why : "")}");
        tell?.Invoke($"update: {result.Output}");
        return result;
    }

    /// <summary>Null when the new version lies in place.</summary>
    async Task<CommandResult?> UpdateAsync(string? version, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(version)) { return CommandResult.Failed("no version was named"); }
        if (version == AgentVersion.Text) { return CommandResult.Ok($"the agent is version {version} already"); }
        if (updater is null) { return CommandResult.Failed($"this agent, {AgentVersion.Text}, cannot update itself"); }
        if (await updater.InstallAsync(version, cancellation) is not { } failure) { return null; }
        tell?.Invoke($"update to {version}: {failure}");
        return CommandResult.Failed(failure);
    }
}
