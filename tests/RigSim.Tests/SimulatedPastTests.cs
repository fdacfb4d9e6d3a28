using System.Text.Json;
using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Tests;

public sealed class SimulatedPastTests
{
    static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);
    static readonly DateTimeOffset s_to = new(2026, 11, 30, 7, 0, 0, TimeSpan.Zero);

    /// <summary>A counter that fell where the past ends would look like thousands of shares at once.</summary>
    [Fact]
    public void Its_counters_rise_start_anew_once_at_most_and_end_where_those_of_the_connected_rig_begin()
    {
        int restarts = 0;
        foreach (var model in DemoFleet.Create(2026))
        {
            var samples = SimulatedPast.Of(model, s_to.AddHours(-36), s_to, s_every).Select(static one => JsonSerializer.Deserialize(one.Stats, ProtocolJson.Default.Stats)!).ToList();
            var live = new RigSimulation(model).Next(1, 0, TimeSpan.FromSeconds(10));
            Assert.Equal(36 * 60, samples.Count);
            Assert.InRange(live.UptimeSeconds!.Value - samples[^1].UptimeSeconds!.Value, 10, 11);
            for (int work = 0; work < (live.Work?.Count ?? 0); work++)
            {
                long[] accepted = [.. samples.Select(one => one.Work![work].Accepted!.Value)];
                Assert.All(accepted, static count => Assert.InRange(count, 0, long.MaxValue));
                int falls = accepted.Zip(accepted.Skip(1)).Count(static pair => pair.Second < pair.First);
                Assert.InRange(falls, 0, 1);
                if (accepted[^1] > 0) { Assert.Equal(samples.Zip(samples.Skip(1)).Count(pair => pair.Second.Work![work].UptimeSeconds < pair.First.Work![work].UptimeSeconds), falls); }   // at the miner's start
                restarts += falls;
                Assert.InRange(live.Work![work].Accepted!.Value - accepted[^1], 0, 40);
                if (accepted[^1] > 0) { Assert.InRange(accepted.Zip(accepted.Skip(1)).Where(static pair => pair.Second >= pair.First).Sum(static pair => pair.Second - pair.First), 500, 60_000); }
            }
        }
        Assert.InRange(restarts, 1, 12);
    }
}
