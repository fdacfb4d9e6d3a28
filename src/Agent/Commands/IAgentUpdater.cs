namespace BloxOs.Agent.Commands;

/// <summary>Puts another version of the agent into the place of this one.</summary>
internal interface IAgentUpdater
{
    /// <summary>Fetches and verifies it. Null when it lies beside the running one and the agent has to be restarted, which tries it and puts it in place; else why not.</summary>
    /// <param name="version">Version to change to.</param>
    /// <param name="cancellation">The agent stops.</param>
    Task<string?> InstallAsync(string version, CancellationToken cancellation);

    /// <summary>Why the last update, to this version, did not come about; null when there is nothing to tell.</summary>
    string? FailureOf(string? version);
}
