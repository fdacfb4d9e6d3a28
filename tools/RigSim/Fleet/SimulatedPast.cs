using BloxOs.Protocol;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Fleet;

/// <summary>What a rig would have sent before it first connected.</summary>
public static class SimulatedPast
{
    /// <summary>The rig's samples, as messages of the wire, the first one with number 1. Its counters and clocks end where those of the connected rig begin.</summary>
    /// <param name="model">The rig.</param>
    /// <param name="from">Time of the first sample.</param>
    /// <param name="to">Before that time.</param>
    /// <param name="every">Time between two.</param>
    public static IEnumerable<(DateTimeOffset At, byte[] Stats)> Of(RigModel model, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        RigSimulation simulation = new(model), ended = new(model);
        for (var at = from; at < to; at += every) { ended.Next(0, 0, every); }
        simulation.Rewind(ended);
        long sequence = 0;
        for (var at = from; at < to; at += every)
        {
            yield return (at, ProtocolJson.ToUtf8(simulation.Next(++sequence, at.ToUnixTimeMilliseconds(), every)));
        }
    }

    /// <summary>Bus ids of the rig's cards, by index.</summary>
    public static IReadOnlyList<string?> BusIds(RigModel model) => [.. (RigInventory.Of(model).Gpus ?? []).Select(gpu => gpu.BusId)];
}
