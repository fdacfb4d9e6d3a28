using BloxOs.Agent.Configuration;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Control;

/// <summary>
/// What an agent that runs as root may start: a program that nobody less trusted than the user it is started as could have put there or can replace, down from the root of the file system.
/// Nothing at all while its own state, which says what to start and is written to as root, may be another's.
/// </summary>
/// <param name="stateDirectory">The agent's directory of state.</param>
/// <param name="miners">User that miners run as; null for the agent's own.</param>
internal sealed class ProgramTrust(string stateDirectory, MinerUser? miners)
{
    /// <summary>For an agent that runs as root; null for another one, which has no rights that could be abused.</summary>
    public static ProgramTrust? Of(AgentOptions options, MinerUser? miners) => Libc.EffectiveUser() == 0 ? new(options.StateDirectory, miners) : null;

    /// <summary>Why it must not be started, with what to do; null when it may.</summary>
    /// <param name="program">Full path, links resolved.</param>
    public string? Problem(string program)
    {
        if (RootTrust.Problem([stateDirectory], Libc.EffectiveUser()) is { } state) { return state; }
        for (string? path = program; path is not null; path = Path.GetDirectoryName(path))
        {
            if (Fault(path, isFolder: path != program) is { } fault) { return fault; }
        }
        return null;
    }

    string? Fault(string path, bool isFolder)
    {
        if (Libc.OwnerOf(path) is not { } owner) { return null; }
        string runsAs = miners?.Name ?? "root";
        if (owner.User != 0 && owner.User != Libc.EffectiveUser() && owner.User != miners?.Id)
        {
            return $"{path} belongs to user number {owner.User}, who could put there what he likes and have it run as {runsAs}: chown -R root:root {path}";
        }
        // In a sticky folder everybody may add, and nobody take away what is another's.
        bool shared = (owner.Rights & UnixFileMode.OtherWrite) != 0 || ((owner.Rights & UnixFileMode.GroupWrite) != 0 && owner.Group != 0);
        return shared && !(isFolder && (owner.Rights & UnixFileMode.StickyBit) != 0)
            ? $"other users may write {path}, and have what they put there run as {runsAs}: chmod go-w {path}"
            : null;
    }
}
