using BloxOs.Grains.Commands;
using BloxOs.Grains.Identity;

namespace BloxOs.Web.Display;

/// <summary>The buttons of a rig's page, for the person who looks: never pushed.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="MayManage">He may act on the machine, not only on miners.</param>
/// <param name="Maintenance">People work on the rig.</param>
/// <param name="CannotReboot">Its agent said that it may not reboot the rig or switch it off.</param>
internal sealed record RigActions(string RigId, bool MayManage, bool Maintenance, bool CannotReboot)
{
    /// <summary>What can be done with miners, and its symbol: of a rig or of one miner.</summary>
    public static IReadOnlyList<(CommandKind Kind, string Icon)> OfMiners { get; } = [(CommandKind.RestartMiner, "i-restart"), (CommandKind.StopMiner, "i-pause"), (CommandKind.StartMiner, "i-play")];

    /// <summary>For one form: sent twice it is one command.</summary>
    public static string Once => OpaqueId.New();
}
