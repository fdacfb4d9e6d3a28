using BloxOs.Catalog.Algorithms;
using BloxOs.Protocol;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Tests;

public sealed class FleetGeneratorTests
{
    static readonly TimeSpan Cadence = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        Assert.Equal(Bytes(seed: 3), Bytes(seed: 3));
        Assert.NotEqual(Bytes(seed: 3), Bytes(seed: 4));
    }

    [Fact]
    public void A_rig_is_the_same_whatever_the_size_of_the_fleet()
    {
        var alone = FleetGenerator.Rig(5, 123);
        var among = FleetGenerator.Rigs(5, 500)[123];
        Assert.Equal(ProtocolJson.ToUtf8(new RigSimulation(alone).Next(1, 0, Cadence)), ProtocolJson.ToUtf8(new RigSimulation(among).Next(1, 0, Cadence)));
    }

    [Fact]
    public void A_fleet_has_every_vendor_many_miners_dual_mining_and_every_trouble()
    {
        var rigs = FleetGenerator.Rigs(1, 600);
        Assert.Contains(rigs, r => r.Cards.Any(c => c.Vendor == "nvidia") && r.Cards.Any(c => c.Vendor == "amd"));
        Assert.Contains(rigs, r => r.Cards.Count == 0 && r.Work[0].Algorithm == "randomx");
        Assert.Contains(rigs, r => r.Work.GroupBy(w => w.Instance).Any(g => g.Count() == 2));
        Assert.All(rigs.Where(r => r.Cards.Count > 0), r => Assert.InRange(r.Cards.Count, 6, 13));
        Assert.True(rigs.SelectMany(r => r.Work).Select(w => w.Miner).Distinct().Count() >= 6);
        Assert.Equal(rigs.Count, rigs.Select(r => r.Name).Distinct().Count());
        foreach (var character in Enum.GetValues<RigCharacter>().Where(c => c is not RigCharacter.GoesOffline))
        {
            Assert.Contains(rigs, r => r.Character == character);
        }
    }

    [Fact]
    public void Every_algorithm_is_in_the_catalogue_and_every_pool_is_an_invented_name()
    {
        var known = AlgorithmCatalog.All.Select(a => a.Id).ToHashSet();
        foreach (var work in FleetGenerator.Rigs(2, 2000).Concat(DemoFleet.Create(2)).SelectMany(r => r.Work))
        {
            Assert.Contains(work.Algorithm, known);
            Assert.Matches(@"^[a-z]+\.pool-[abc]\.(example\.com|invalid):\d{4}$", work.Pool);
        }
    }

    [Fact]
    public void Readings_are_plausible_and_counters_only_rise()
    {
        foreach (var model in FleetGenerator.Rigs(9, 200))
        {
            var simulation = new RigSimulation(model);
            var before = simulation.Next(1, 0, Cadence);
            for (int i = 2; i < 60; i++)
            {
                var sample = simulation.Next(i, i, Cadence);
                foreach (var gpu in sample.Gpus!.Where(g => g.Fault is null))
                {
                    Assert.InRange(gpu.CoreCelsius!.Value, 20, 95);
                    Assert.InRange(gpu.FanPercent!.Value, 0, 100);
                    Assert.InRange(gpu.PowerWatts!.Value, 1, 400);
                    Assert.InRange(gpu.HotspotCelsius ?? 50, gpu.CoreCelsius.Value - 60, 115);
                }
                foreach (var (earlier, later) in before.Work!.Zip(sample.Work!))
                {
                    Assert.True(later.Accepted >= earlier.Accepted && later.Rejected >= earlier.Rejected && later.UptimeSeconds == earlier.UptimeSeconds + 30);
                    Assert.Equal(model.Character is RigCharacter.Inactive, later.Hashrate == 0);
                }
                before = sample;
            }
        }
    }

    [Fact]
    public void The_largest_sample_is_far_below_the_limit_of_a_message()
    {
        int largest = FleetGenerator.Rigs(1, 3000).Max(m => ProtocolJson.ToUtf8(new RigSimulation(m).Next(long.MaxValue, long.MaxValue, Cadence)).Length);
        Assert.InRange(largest, 3_000, ProtocolLimits.MessageBytes / 4);
    }

    [Fact]
    public void A_lost_card_has_a_fault_and_comes_back()
    {
        var simulation = new RigSimulation(FleetGenerator.Rigs(1, 50).First(r => r.Character is RigCharacter.Healthy && r.Cards.Count > 0));
        simulation.LoseCard(1);
        var lost = simulation.Next(1, 0, Cadence);
        Assert.Equal("GPU is lost", lost.Gpus![1].Fault);
        Assert.Null(lost.Gpus[1].CoreCelsius);
        Assert.DoesNotContain(lost.Work![0].Gpus!, g => g.Index == 1);
        Assert.Contains(Enumerable.Range(2, 30).Select(i => simulation.Next(i, i, Cadence)), s => s.Gpus![1].Fault is null);
    }

    static byte[] Bytes(int seed) =>
    [
        .. FleetGenerator.Rigs(seed, 40).SelectMany(model =>
        {
            var simulation = new RigSimulation(model);
            return ProtocolJson.ToUtf8(new Hello { Inventory = RigInventory.Of(model) })
                .Concat(Enumerable.Range(1, 20).SelectMany(i => ProtocolJson.ToUtf8(simulation.Next(i, i, Cadence))));
        }),
    ];
}
