using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Commands;

/// <summary>What people read about the kinds and states of commands, and how far one must reach to order them.</summary>
internal static class CommandWords
{
    /// <summary>How long a command waits for a rig that is away, unless it is said otherwise.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(15);

    /// <summary>The least level: miners and looking are an operator's, the machine is a manager's.</summary>
    public static FarmLevel Needed(CommandKind kind) => IsForMiners(kind) || kind == CommandKind.Diagnose ? FarmLevel.Operator : FarmLevel.Manager;

    /// <summary>It may name one miner.</summary>
    public static bool IsForMiners(CommandKind kind) => kind is CommandKind.StartMiner or CommandKind.StopMiner or CommandKind.RestartMiner;

    /// <summary>It is asked again before it is given.</summary>
    public static bool IsDangerous(CommandKind kind) => kind is CommandKind.Reboot or CommandKind.Shutdown or CommandKind.UpdateAgent;

    /// <summary>As a button says it.</summary>
    public static string Title(CommandKind kind) => kind switch
    {
        CommandKind.StartMiner => "Start miners",
        CommandKind.StopMiner => "Stop miners",
        CommandKind.RestartMiner => "Restart miners",
        CommandKind.Reboot => "Reboot",
        CommandKind.Shutdown => "Shut down",
        CommandKind.RestartAgent => "Restart agent",
        CommandKind.UpdateAgent => "Update agent",
        _ => "Diagnostic bundle",
    };

    /// <summary>With the rigs that it is for, to be asked: "Update the agent on ash-04", "Reboot 2 rigs".</summary>
    public static string Title(CommandKind kind, string rigs) => kind switch
    {
        CommandKind.Reboot or CommandKind.Shutdown => $"{Title(kind)} {rigs}",
        CommandKind.UpdateAgent => $"Update the agent on {rigs}",
        CommandKind.RestartAgent => $"Restart the agent on {rigs}",
        _ => $"{Title(kind)} on {rigs}",
    };

    /// <summary>With the miner or version that it is about.</summary>
    public static string Title(RigCommand command) => command switch
    {
        { Instance: { } name } when IsForMiners(command.Kind) => Title(command.Kind).TrimEnd('s') + " " + name,
        { Version: { } version } => $"{Title(command.Kind)} to {version}",
        _ => Title(command.Kind),
    };

    /// <summary>What will happen, for the page that asks again.</summary>
    public static string Warning(CommandKind kind) => kind switch
    {
        CommandKind.Reboot => "The rig stops mining, restarts its system and mines again when it is up, usually within a few minutes.",
        CommandKind.Shutdown => "The rig is switched off. It comes back only when somebody switches it on, at the rig or by a remote power switch.",
        CommandKind.UpdateAgent => "The agent is updated; miners keep running. If the new version does not start, the old one comes back.",
        _ => "",
    };

    /// <summary>Of the audit log.</summary>
    public static string Action(CommandKind kind) => kind switch
    {
        CommandKind.StartMiner => "rig.start-miner",
        CommandKind.StopMiner => "rig.stop-miner",
        CommandKind.RestartMiner => "rig.restart-miner",
        CommandKind.Reboot => "rig.reboot",
        CommandKind.Shutdown => "rig.shutdown",
        CommandKind.RestartAgent => "rig.restart-agent",
        CommandKind.UpdateAgent => "rig.update-agent",
        _ => "rig.diagnose",
    };

    /// <summary>Where a command stands.</summary>
    public static string Title(CommandPhase phase) => phase switch
    {
        CommandPhase.Queued => "waits for the rig",
        CommandPhase.Sent => "sent",
        CommandPhase.Started => "begun",
        CommandPhase.Ok => "done",
        CommandPhase.Failed => "failed",
        CommandPhase.Expired => "expired",
        CommandPhase.Cancelled => "cancelled",
        _ => "unknown",
    };

    /// <summary>Class of its badge.</summary>
    public static string Css(CommandPhase phase) => phase switch
    {
        CommandPhase.Ok => "ok",
        CommandPhase.Failed => "bad",
        CommandPhase.Unknown or CommandPhase.Expired => "warn",
        CommandPhase.Sent or CommandPhase.Started => "mine",
        _ => "",
    };
}
