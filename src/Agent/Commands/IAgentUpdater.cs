namespace BloxOs.Agent.Commands;

/// <summary>Puts another version of the agent into the place of this one.</summary>
internal interface IAgentUpdater
{
    /// <summary>Fetches, verifies and installs it. Null when it lies in place and the agent has to be restarted, else why not.</summary>
    /// <param name="version">Version to change to.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<string?> InstallAsync(string version, CancellationToken cancellation);
}
