using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Doctor;

/// <summary>systemd, and what the user that the agent runs as may do.</summary>
internal static class SystemCheck
{
    /// <summary>Whether systemd runs this machine.</summary>
    public static bool HasSystemd(SystemRoots roots) => Directory.Exists(Path.Combine(roots.Run, "systemd/system"));

    /// <summary>Both.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        yield return HasSystemd(context.Roots)
            ? Finding.Ok("systemd", "runs this machine")
            : Finding.Warning("systemd", "does not run this machine: nothing starts the agent after a boot or a crash, and miners are its children", "start bloxos-agent by the init that is there, and let it be started again when it ends");
        yield return context.User == 0
            ? Finding.Ok("user", "root (of this check; the unit's User= is what the agent runs as): may restart the rig, start miners as another user, and read everything")
            : Finding.Warning("user", $"number {context.User} (of this check; the unit's User= is what the agent runs as), not root: the agent cannot restart the rig or start miners as another user, and needs the groups video and render for the cards",
                "right for a rig that is only watched; else systemctl edit bloxos-agent and set User=root, or give BLOXOS_REBOOT_COMMAND a command that this user may run");
    }
}
