using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.TestServers;

namespace BloxOs.RigSim.Tests;

/// <summary>Small quick fleets for tests.</summary>
internal static class TestFleet
{
    /// <summary>Heartbeats and samples many times a second.</summary>
    public static FleetOptions Quick(string url) => new() { Url = url, HeartbeatSeconds = 0.1, StatsSeconds = 0.05, RampPerSecond = 1000 };

    public static IReadOnlyList<SimulatedRig> Rigs(int count, int seed = 7) =>
        [.. FleetGenerator.Rigs(seed, count).Select((model, i) => new SimulatedRig($"token-{i}", model))];

    /// <summary>Runs until something is seen, then stops; fails when it is not seen within 30 s.</summary>
    public static async Task<FleetResult> RunUntilAsync(SimulatedFleet fleet, Func<bool> seen, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = fleet.RunAsync(stop.Token);
        await Eventually.Async(SeenSoFar, "what the fleet should do", () => $"The fleet so far: {fleet.Snapshot().ToJson()}", cancellationToken);
        await stop.CancelAsync();
        return await running;

        bool SeenSoFar()
        {
            if (seen()) { return true; }
            Assert.False(running.IsCompleted, "the fleet ended by itself");
            return false;
        }
    }
}
