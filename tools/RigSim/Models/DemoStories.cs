namespace BloxOs.RigSim.Models;

/// <summary>What the demo's rigs have been through, so that time axis, activity and kernel log have something to show.</summary>
internal static class DemoStories
{
    const string Kernel = "kernel", Machine = "machine";

    /// <summary>What the kernel of a rig logs as it starts: true of its card from the first sample on.</summary>
    public static IReadOnlyList<(int Card, string Line)> KernelLines(RigModel rig) =>
        rig.Character is RigCharacter.DeadGpu ? [(2, "NVRM: Xid (PCI:0000:03:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.")] : [];

    /// <summary>What the agent of a rig tells with the readings of cards that its kernel logged.</summary>
    public static IReadOnlyDictionary<int, int> LastXids(RigModel rig) => rig.Name is "ash-04" ? new Dictionary<int, int> { [5] = 31 } : new Dictionary<int, int>();

    /// <summary>The past of a rig.</summary>
    public static IReadOnlyList<PastEvent> Of(RigModel rig) =>
    [
        State(36, 0, rig.Character switch { RigCharacter.Idle => "idle", RigCharacter.Inactive => "inactive", _ => "mining" }),
        .. rig.Name switch
        {
            "oak-01" => [At(20, 12, "agent-update", null, "0.0.9-sim is 0.1.0-sim now")],
            "oak-04" =>
            [
                State(10, 4, PastEvent.Offline), At(9, 59, "rebooted"), State(9, 59, "online"), At(9, 58, "miner-started", "rigel"), State(9, 58, "starting"), State(9, 56, "mining"),
                At(4, 31, "switch", "rigel", "autolykos2+kheavyhash"),
            ],
            "oak-07" => [.. Throttled(22, 3), .. Throttled(14, 40), .. Throttled(5, 55), .. Throttled(1, 48)],
            "fir-02" =>
            [
                At(7, 20, Kernel, Card(3), "amdgpu 0000:04:00.0: [drm:amdgpu_job_timedout] *ERROR* ring gfx_0.0.0 timeout, signaled seq=88121, emitted seq=88123"), State(7, 20, "inactive"),
                At(7, 20, Kernel, Card(3), "amdgpu 0000:04:00.0: amdgpu: GPU reset(2) succeeded!"), At(7, 14, "recovery", "lolminer", "restarted after 5 minutes at 0 H/s"),
                State(7, 14, "starting"), State(7, 12, "mining"),
            ],
            "fir-09" => [State(9, 20, PastEvent.Offline), State(8, 12, "online"), State(8, 11, "mining")],
            "ash-04" =>
            [
                At(35, 40, Kernel, Card(2), KernelLines(rig)[0].Line), At(35, 40, "gpu-lost", Card(2), "Xid 79"),
                At(19, 7, Kernel, Machine, "pcieport 0000:00:1c.4: AER: Uncorrectable (Non-Fatal) error message received from 0000:03:00.0"),
                At(13, 21, Kernel, Card(5), Fault), At(3, 2, Kernel, Card(5), Fault),
                At(8, 45, Kernel, Machine, "Out of memory: Killed process 2417 (rigel) total-vm:9437184kB, anon-rss:7340032kB"), At(8, 45, "miner-ended", "rigel", "killed by signal 9"),
                State(8, 45, "idle"), At(8, 44, "miner-started", "rigel"), State(8, 44, "starting"), State(8, 41, "mining"),
            ],
            "ash-06" => [At(35, 30, "recovery", "lolminer", "gave up: three restarts, and still 0 H/s")],
            _ => (PastEvent[])[],
        },
    ];

    const string Fault = "NVRM: Xid (PCI:0000:06:00): 31, pid=2417, name=rigel, Ch 00000008, intr 00000000. MMU Fault: ENGINE GRAPHICS GPCCLIENT_T1_0 faulted";

    static IEnumerable<PastEvent> Throttled(int hours, int minutes) => [At(hours, minutes, "throttle", Card(2), "held back by heat")];

    static string Card(int index) => $"GPU {index} 0000:{index + 1:x2}:00.0";

    static PastEvent State(int hours, int minutes, string state) => At(hours, minutes, PastEvent.Status, null, state);

    static PastEvent At(int hours, int minutes, string kind, string? subject = null, string? text = null) => new(new TimeSpan(hours, minutes, 0), kind, subject, text);
}
