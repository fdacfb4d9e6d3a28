namespace BloxOs.Silo.Gateway.AgentFiles;

/// <summary>Where the agent's builds are.</summary>
/// <param name="Directory">As <c>deploy/build-agents</c> makes it; it may be empty or missing.</param>
public sealed record AgentFilesOptions(string Directory);
