namespace BloxOs.Agent.Updates;

/// <summary>
/// Updates this agent from the rig's own server. <see cref="PrepareAsync"/> fetches and checks; when it says <see cref="UpdateResult.Ready"/>, report that and then
/// call <see cref="Begin"/>: the agent ends all its work, tries the new build and comes back as the one that connects. What came of it is in
/// <see cref="UpdateRecord.Last"/> of the next run.
/// </summary>
internal interface IAgentUpdater
{
    /// <summary>Fetches the newest build and checks it. Changes nothing that runs. Never throws for what a server can cause.</summary>
    /// <param name="version">The version that is wanted; null for the one that the server has.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<UpdateOutcome> PrepareAsync(string? version, CancellationToken cancellation);

    /// <summary>Ends the agent's work and tries what was prepared; the process is replaced or ends. Nothing happens when nothing is ready.</summary>
    void Begin();
}
