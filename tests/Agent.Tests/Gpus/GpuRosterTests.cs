using BloxOs.Agent.Gpus;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Gpus;

public sealed class GpuRosterTests
{
    static GpuCard Card(string busId, string? uuid = null) =>
        new(new() { BusId = busId, Vendor = "nvidia", Model = "M " + busId, Uuid = uuid, MemoryBytes = 1 }, new() { CoreCelsius = 50 });

    static GpuReport Report(params GpuCard[] cards) => new() { Cards = cards, Complete = true };

    static IReadOnlyList<GpuStats> Update(GpuRoster roster, GpuReport report) => roster.Update([("nvidia", report)]);

    [Fact]
    public void Indexes_run_by_bus_id_and_never_change()
    {
        var roster = new GpuRoster();
        Update(roster, Report(Card("0000:0b:00.0"), Card("0000:0a:00.0")));
        Assert.Equal([("0000:0a:00.0", 0), ("0000:0b:00.0", 1)], roster.Inventory.Select(g => (g.BusId!, g.Index)));
        Update(roster, Report(Card("0000:0b:00.0"), Card("0000:01:00.0"), Card("0000:0a:00.0")));
        Assert.Equal([("0000:01:00.0", 2), ("0000:0a:00.0", 0), ("0000:0b:00.0", 1)], roster.Inventory.Select(g => (g.BusId!, g.Index)));
    }

    [Fact, Trait("bad-input", "118")]
    public void A_dead_card_stays_with_what_it_was()
    {
        var roster = new GpuRoster();
        Update(roster, Report(Card("0000:0a:00.0"), Card("0000:0b:00.0")));
        var stats = Update(roster, new() { Cards = [Card("0000:0b:00.0")], Dead = [new("0000:0a:00.0", "GPU is lost")], Complete = true });
        Assert.Equal(["GPU is lost", null], stats.Select(s => s.Fault));
        Assert.Equal("M 0000:0a:00.0", roster.Inventory[0].Model);
        Assert.Null(stats[0].CoreCelsius);
    }

    [Fact, Trait("bad-input", "118")]
    public void A_card_that_was_dead_from_the_start_is_listed_by_its_address()
    {
        var roster = new GpuRoster();
        var stats = Update(roster, new() { Dead = [new("0000:0a:00.0", "GPU is lost")] });
        Assert.Equal("0000:0a:00.0", Assert.Single(roster.Inventory).BusId);
        Assert.Equal("GPU is lost", Assert.Single(stats).Fault);
    }

    [Fact, Trait("bad-input", "118")]
    public void A_card_missing_from_a_whole_answer_is_dead_and_from_a_broken_one_unknown()
    {
        var roster = new GpuRoster();
        Update(roster, Report(Card("0000:0a:00.0"), Card("0000:0b:00.0")));
        Assert.NotNull(Update(roster, Report(Card("0000:0a:00.0"))).Single(s => s.Index == 1).Fault);
        Assert.Empty(Update(roster, new() { Problem = "timeout" }));
        Assert.All(Update(roster, GpuReport.None), s => Assert.NotNull(s.Fault));
        Assert.All(Update(roster, Report(Card("0000:0a:00.0"), Card("0000:0b:00.0"))), s => Assert.Null(s.Fault));
    }

    [Fact]
    public void Another_card_in_the_slot_takes_nothing_over()
    {
        var roster = new GpuRoster();
        Update(roster, Report(Card("0000:0a:00.0", "GPU-1")));
        Update(roster, Report(new GpuCard(new() { BusId = "0000:0a:00.0", Uuid = "GPU-2" }, new())));
        Assert.Null(Assert.Single(roster.Inventory).Model);
    }

    [Fact, Trait("bad-input", "118")]
    public void No_more_cards_than_the_wire_takes()
    {
        var roster = new GpuRoster();
        var stats = Update(roster, Report([.. Enumerable.Range(0, 70).Select(i => Card($"0000:{i:x2}:00.0"))]));
        Assert.Equal(ProtocolLimits.Gpus, roster.Inventory.Count);
        Assert.Equal(ProtocolLimits.Gpus, stats.Count);
    }
}
