using BloxOs.Agent.Control;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Doctor;

/// <summary>What starting miners needs.</summary>
internal static class MinerCheck
{
    /// <summary>Their directory, and the user that they run as when one is set.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        string folder = context.Options.MinersDirectory;
        int miners = SystemFile.Directories(folder).Count;
        yield return !Directory.Exists(folder)
            ? Finding.Warning("miners", $"{folder} is not there: the agent starts none, and reads those that run", $"as root: install -d {folder}, then each miner unpacked into a folder of its own in it")
            : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & UnixFileMode.OtherWrite) != 0
                ? Finding.Missing("miners", $"every user can put programs into {folder}", $"chmod o-w {folder}, and look at what is in it")
                : miners == 0 ? Finding.Warning("miners", $"{folder} is empty", "unpack each miner into a folder of its own in it") : Finding.Ok("miners", $"{miners} folders in {folder}");
        // As root alone: another agent has no rights to lend.
        if (context.ProgramProblem is { } problem)
        {
            int fix = problem.LastIndexOf(": ", StringComparison.Ordinal);
            yield return Finding.Warning("miner programs", problem[..fix] + " (when the unit's User= is root, it is not started)", problem[(fix + 2)..]);
        }
        if (context.Options.MinerUser is { } user) { yield return User(context, user); }
    }

    static Finding User(DoctorContext context, string user)
    {
        const string Check = "miner user";
        if (MinerUser.Find(context.Roots, user) is not { } found) { return Finding.Missing(Check, $"there is no user {user}", $"useradd --system --no-create-home --groups video,render {user}, or another BLOXOS_MINER_USER"); }
        bool own = found.Id == context.User;
        return own || (context.User == 0 && SystemCheck.HasSystemd(context.Roots))
            ? Finding.Ok(Check, user)
            : Finding.Missing(Check, $"miners cannot be started as {user}", "run the agent as root, with systemd; or take BLOXOS_MINER_USER out");
    }
}
