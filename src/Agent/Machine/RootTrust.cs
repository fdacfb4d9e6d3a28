using BloxOs.Agent.Configuration;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Machine;

/// <summary>What an agent that runs as root must be able to trust: files that nobody else can replace.</summary>
internal static class RootTrust
{
    const UnixFileMode ByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The first thing wrong with the program, its folder or the state directory, with what to do; null when nothing is, and for an agent that is not root.</summary>
    public static string? Problem(AgentOptions options) => Libc.EffectiveUser() == 0 && Environment.ProcessPath is { } program
        ? Problem([program, Path.GetDirectoryName(program)!, options.StateDirectory], 0)
        : null;

    /// <summary>The first of these files that is another user's, or that others may write.</summary>
    /// <param name="paths">What has to be the user's own; what is not there is passed over.</param>
    /// <param name="user">The user; root but for tests.</param>
    internal static string? Problem(IEnumerable<string> paths, uint user)
    {
        foreach (string path in paths)
        {
            if (Libc.OwnerOf(path) is not { } owner) { continue; }
            if (owner.User != user) { return $"the agent runs as root, but {path} belongs to user number {owner.User}, who can make root run and trust what he likes: chown -R root:root {path}"; }
            if ((owner.Rights & ByOthers) != 0) { return $"the agent runs as root, but other users may write {path}: chmod go-w {path}"; }
        }
        return null;
    }
}
