namespace BloxOs.Silo.Gateway.AgentFiles;

/// <summary>Where the agent's builds are.</summary>
/// <param name="Directory">As <c>deploy/build-agents</c> makes it; it may be empty or missing.</param>
public sealed record AgentFilesOptions(string Directory)
{
    /// <summary>A rig can install the agent from here: the list of builds and their checksums are there. Looked up anew each time, as files may be put there meanwhile.</summary>
    public bool HasBuilds => AgentFileNames.Find(Directory, "manifest.json") is not null && AgentFileNames.Find(Directory, "SHA256SUMS") is not null;
}
