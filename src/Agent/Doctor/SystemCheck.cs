using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Doctor;

/// <summary>systemd, and what the user that the agent runs as may do.</summary>
internal static class SystemCheck
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether systemd runs this machine.</summary>
    public static bool HasSystemd(SystemRoots roots) => Directory.Exists(Path.Combine(roots.Run, "systemd/system"));

    /// <summary>All of it.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation) => [await SystemdAsync(context, cancellation), User(context), .. Power(context)];

    static async Task<Finding> SystemdAsync(DoctorContext context, CancellationToken cancellation)
    {
        const string Check = "systemd";
        if (!HasSystemd(context.Roots))
        {
            return Finding.Warning(Check, "does not run this machine: nothing starts the agent after a boot or a crash, and miners are its children", "start bloxos-agent by the init that is there, and let it be started again when it ends");
        }
        int? version = context.Tool("systemctl") is { } tool ? await SystemdVersion.ReadAsync(new ToolRunner(context.Time, Timeout), tool, cancellation) : null;
        if (version is null) { return Finding.Ok(Check, "runs this machine"); }
        return version >= SystemdVersion.Least
            ? Finding.Ok(Check, $"version {version} runs this machine")
            : Finding.Warning(Check, $"version {version} runs this machine: too old to run miners in units of their own, so they run in the agent's unit and as its user; BLOXOS_MINER_USER cannot be another", $"a distribution with systemd {SystemdVersion.Least} or newer (Debian 10, Ubuntu 20.04)");
    }

    static Finding User(DoctorContext context) =>
        context.RootProblem is { } problem ? Finding.Warning("user", problem.Split(": ")[0] + " (when the unit's User= is root)", problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..])
        : context.User == 0
            ? Finding.Ok("user", "root (of this check; the unit's User= is what the agent runs as): may restart the rig, start miners as another user, and read everything")
            : Finding.Warning("user", $"number {context.User} (of this check; the unit's User= is what the agent runs as), not root: the agent cannot start miners as another user, and needs the groups video and render for the cards",
                "right unless BLOXOS_MINER_USER is wanted; for that chown -R root:root /opt/bloxos-agent /var/lib/bloxos-agent, then systemctl edit bloxos-agent and set what agent.service says of a root agent (User=root, CapabilityBoundingSet=~, NoNewPrivileges=no; to load drivers anew also ProtectKernelModules=no and ProtectKernelTunables=no)");

    /// <summary>Whether the agent may reboot the rig; what runs as root may, as the line before says.</summary>
    static IEnumerable<Finding> Power(DoctorContext context)
    {
        const string Check = "reboot";
        if (context.User == 0) { yield break; }
        bool own = context.Options.RebootCommand is not null && context.Options.ShutdownCommand is not null;
        if (own || context.Helper.Exists)
        {
            yield return Finding.Ok(Check, own ? "by the commands that are set" : "the agent asks root for a reboot, to switch the rig off and to load its drivers anew");
            yield break;
        }
        yield return HasSystemd(context.Roots)
            ? Finding.Warning(Check, "the agent may not reboot the rig, switch it off or load its drivers anew: commands that ask for it fail, and recovery stops short of it",
                "install the agent again, with the line that the page \"Add rig\" shows (where it was left out on purpose, first: systemctl unmask bloxos-agent-power.socket)")
            : Finding.Warning(Check, "the agent may not reboot the rig or switch it off, and without systemd nobody does it for it", "run the agent as root, or set BLOXOS_REBOOT_COMMAND and BLOXOS_SHUTDOWN_COMMAND to commands that its user may run");
    }
}
