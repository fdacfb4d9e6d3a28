namespace BloxOs.Protocol;

/// <summary>The version of the bytes between agent and gateway: one integer, raised when an old peer would misunderstand a new one.</summary>
/// <remarks>
/// Fields are only added and always optional, so most changes need no new number.
/// <list type="bullet">
/// <item>1 — 2026-11-22 — hello, inventory, heartbeat, stats, backlog; welcome, ack, settings.</item>
/// <item>1 — 2026-11-23 — beside the socket: joining with an enrollment code; close code 4410.</item>
/// <item>1 — 2026-11-29 — throttle reasons, PCI Express link, error counters, boards, memory vendor, disk, processor use.</item>
/// <item>1 — 2026-11-29 — desired, command, commandNoted, watchLog; commandState, applied, minerLog; events of a sample.</item>
/// <item>1 — 2026-11-29 — difficulty; the digest of what is in force; events of kind reading.</item>
/// <item>1 — 2026-11-29 — live; the pace of history.</item>
/// </list>
/// </remarks>
public static class ProtocolVersion
{
    /// <summary>What this build speaks.</summary>
    public const int Current = 1;

    /// <summary>The oldest version that the gateway still accepts.</summary>
    public const int Oldest = 1;
}
