namespace BloxOs.Agent.Control;

/// <summary>Where the agent keeps what belongs to miners.</summary>
/// <param name="stateDirectory">The agent's directory of state.</param>
internal sealed class MinerPlaces(string stateDirectory)
{
    /// <summary>Variable with the agent's directory of state in the environment of every miner that it started.</summary>
    public const string OwnerVariable = "BLOXOS_MINER_OWNER";

    /// <summary>Variable with the name of the instance.</summary>
    public const string NameVariable = "BLOXOS_MINER_NAME";

    /// <summary>Variable with the digest of its launch.</summary>
    public const string LaunchVariable = "BLOXOS_MINER_LAUNCH";

    /// <summary>The agent's directory of state.</summary>
    public string StateDirectory => stateDirectory;

    /// <summary>What is wanted.</summary>
    public string DesiredFile => Path.Combine(stateDirectory, "desired.json");

    /// <summary>What the agent knows of its miners.</summary>
    public string ControlFile => Path.Combine(stateDirectory, "miners.json");

    /// <summary>Commands that were begun.</summary>
    public string CommandFile => Path.Combine(stateDirectory, "commands.json");

    /// <summary>Ids of commands that were begun.</summary>
    public string JournalFile => Path.Combine(stateDirectory, "commands.begun");

    /// <summary>Held locked by the agent that controls this rig.</summary>
    public string LockFile => Path.Combine(stateDirectory, "control.lock");

    /// <summary>Working directory of an instance.</summary>
    public string WorkDirectory(string name) => Path.Combine(stateDirectory, "miners", name);

    /// <summary>Folder of the files that miners write to.</summary>
    public string Logs => Path.Combine(stateDirectory, "logs");

    /// <summary>File that an instance writes its output to.</summary>
    public string Output(string name) => Path.Combine(Logs, name + ".log");

    /// <summary>Variables by which a later agent knows a process as its own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Marks(string name, string digest) =>
        [new(OwnerVariable, stateDirectory), new(NameVariable, name), new(LaunchVariable, digest)];

    /// <summary>Makes the directories.</summary>
    /// <param name="others">The miners run as another user, who has to get to its own directory.</param>
    /// <exception cref="IOException">They cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be made.</exception>
    public void Create(bool others)
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (string folder in new[] { stateDirectory, Path.Combine(stateDirectory, "miners"), Logs })
        {
            if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(folder); }
            else { Directory.CreateDirectory(folder, Own); }
        }
        if (!others || OperatingSystem.IsWindows()) { return; }
        foreach (string folder in new[] { stateDirectory, Path.Combine(stateDirectory, "miners") })
        {
            File.SetUnixFileMode(folder, Own | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
