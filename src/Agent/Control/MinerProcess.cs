using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Control;

/// <summary>The process of a miner, so that a later agent knows it again.</summary>
/// <param name="Id">Process id, and of its session and group.</param>
/// <param name="StartTicks">When it began, in the kernel's count since the boot: tells it from a later process with the same id.</param>
/// <param name="BootId">Boot during which it runs.</param>
/// <param name="Launch">Digest of what it was started with; "" when that is not known.</param>
/// <param name="Unit">Its transient systemd unit; null when it was started directly.</param>
internal sealed record MinerProcess(int Id, long StartTicks, string? BootId, string Launch, string? Unit)
{
    /// <summary>True while exactly this process runs, not another one that got its id.</summary>
    public bool Runs(ProcessTable table) => table.Runs(Id, StartTicks, BootId);
}
