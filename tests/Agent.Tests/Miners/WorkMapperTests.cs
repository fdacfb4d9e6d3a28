using BloxOs.Agent.Miners;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Miners;

public sealed class WorkMapperTests
{
    static readonly GpuInventory[] Cards =
    [
        new() { Index = 0, BusId = "0000:0a:00.0", Vendor = "nvidia" },
        new() { Index = 2, BusId = "0000:0b:00.0", Vendor = "amd" },
        new() { Index = 1, BusId = "0000:10:00.0", Vendor = "nvidia" },
    ];

    static MinerSnapshot Snapshot(string miner, params MinerGpuWork[] gpus) => new(MinerCatalog.Find(miner)!, 1)
    {
        Reading = new() { Work = [new() { Algorithm = "kawpow", Hashrate = 100, Gpus = gpus }] },
    };

    static IEnumerable<(int, double?)> Gpus(MinerSnapshot snapshot, IReadOnlyList<GpuInventory>? cards = null) =>
        (WorkMapper.Map([snapshot], cards ?? Cards)![0].Gpus ?? []).Select(g => (g.Index, g.Hashrate));

    [Fact]
    public void Cards_are_told_by_address_never_by_position() =>
        Assert.Equal([(0, 1d), (1, 2d)], Gpus(Snapshot("t-rex", new MinerGpuWork(new PciPlace(0x10), 0, 2), new MinerGpuWork(new PciPlace(0x0a, 0, 0), 1, 1))));

    [Fact]
    public void A_card_of_another_vendor_or_of_no_address_is_left_out() =>
        Assert.Empty(Gpus(Snapshot("t-rex", new MinerGpuWork(new PciPlace(0x0b), 0, 1), new MinerGpuWork(null, 1, 2), new MinerGpuWork(new PciPlace(0x77), 2, 3))));

    [Fact]
    public void Where_a_bus_alone_fits_two_cards_it_is_none()
    {
        GpuInventory[] cards = [new() { Index = 0, BusId = "0000:00:10.0", Vendor = "nvidia" }, new() { Index = 1, BusId = "0000:00:11.0", Vendor = "nvidia" }];
        Assert.Empty(Gpus(Snapshot("t-rex", new MinerGpuWork(new PciPlace(0), 0, 1)), cards));
        Assert.Equal([(1, 1d)], Gpus(Snapshot("t-rex", new MinerGpuWork(new PciPlace(0, 0x11), 0, 1)), cards));
    }

    [Fact]
    public void A_miner_that_orders_by_address_needs_lists_of_the_same_length()
    {
        GpuInventory[] cards = [new() { Index = 0, BusId = "0000:0b:00.0", Vendor = "amd" }, new() { Index = 1, BusId = "0000:03:00.0", Vendor = "amd" }, Cards[0]];
        MinerGpuWork first = new(null, 0, 1), second = new(null, 1, 2);
        Assert.Equal([(0, 2d), (1, 1d)], Gpus(Snapshot("teamredminer", first, second), cards));
        Assert.Empty(Gpus(Snapshot("teamredminer", first), cards));
        Assert.Equal([(0, 1d)], Gpus(Snapshot("teamredminer", first) with { BusIds = ["0000:0b:00.0"] }, cards));
        Assert.Empty(Gpus(Snapshot("ccminer", first, second), [.. cards.Select(c => c with { Vendor = "nvidia" })]));
    }

    [Fact]
    public void One_card_is_that_card() => Assert.Equal([(2, 1d)], Gpus(Snapshot("srbminer-multi", new MinerGpuWork(null, 0, 1)), [Cards[1]]));

    [Fact]
    public void Two_algorithms_and_two_instances_are_entries_of_their_own()
    {
        var dual = new MinerSnapshot(MinerCatalog.Find("t-rex")!, 1) { Reading = new() { Work = [new() { Algorithm = "ethash", Hashrate = 1 }, new() { Algorithm = "kawpow", Hashrate = 2 }] } };
        var silent = new MinerSnapshot(MinerCatalog.Find("t-rex")!, 2) { AgeSeconds = 7, Wanted = [("octopus", "CFX")] };
        var work = WorkMapper.Map([dual, silent], Cards)!;
        Assert.Equal([(0, "ethash", 1d), (0, "kawpow", 2d), (1, "octopus", null)], work.Select(w => (w.Instance!.Value, w.Algorithm!, w.Hashrate)));
        Assert.Equal(("CFX", 7L), (work[2].Coin, work[2].UptimeSeconds));
        Assert.Null(WorkMapper.Map([], Cards));
    }

    /// <summary>Some answer with an object, whose members have no order.</summary>
    [Theory]
    [InlineData("blake3", "ethash")]
    [InlineData("ethash", "blake3")]
    [InlineData("ethash", null)]
    [InlineData(null, "blake3")]
    [InlineData(null, null)]
    [InlineData("blake3", null)]
    [InlineData("other", "spelling")]
    public void An_algorithm_that_the_miner_names_is_that_one_whatever_the_order(string? first, string? second)
    {
        var snapshot = new MinerSnapshot(MinerCatalog.Find("rigel")!, 1)
        {
            Wanted = [("ethash", "ETHW"), ("blake3", "ALPH")],
            Reading = new() { Work = [new() { Algorithm = first, Hashrate = 1 }, new() { Algorithm = second, Hashrate = 2 }] },
        };
        var work = WorkMapper.Map([snapshot], Cards)!;
        bool swapped = first == "blake3";
        Assert.Equal(
            swapped ? [("blake3", "ALPH", 1d), ("ethash", "ETHW", 2d)] : [("ethash", "ETHW", 1d), ("blake3", "ALPH", 2d)], work.Select(w => (w.Algorithm!, w.Coin!, w.Hashrate!.Value)));
    }

    [Fact]
    public void A_card_in_quarantine_is_not_in_the_count_of_a_miner_that_orders_by_address()
    {
        GpuInventory[] cards = [new() { Index = 0, BusId = "0000:03:00.0", Vendor = "amd" }, new() { Index = 1, BusId = "0000:0b:00.0", Vendor = "amd" }, new() { Index = 2, BusId = "0000:0c:00.0", Vendor = "amd" }];
        MinerGpuWork first = new(null, 0, 1), second = new(null, 1, 2);
        Assert.Equal([(0, 1d), (2, 2d)], Gpus(Snapshot("teamredminer", first, second) with { Without = ["0000:0B:00.0"] }, cards));
        Assert.Equal([(2, 1d)], Gpus(Snapshot("teamredminer", first) with { BusIds = ["0000:0b:00.0", "0000:0c:00.0"], Without = ["0000:0b:00.0"] }, cards));
    }

    [Fact]
    public void What_a_miner_tells_of_its_work_is_sent()
    {
        var reading = new MinerReading
        {
            Version = "0.26.8", UptimeSeconds = 353,
            Work = [new() { Algorithm = "kawpow", Hashrate = 46.1e6, Pool = "pool.example.org:4444", Difficulty = 4.29e9, Shares = new(10, 1, 2, 3), CpuThreads = 4 }],
        };
        var sent = Assert.Single(WorkMapper.Map([new(MinerCatalog.Find("t-rex")!, 1) { Reading = reading }], Cards)!);
        Assert.Equal(("T-Rex", "0.26.8", "kawpow", "pool.example.org:4444", 353L), (sent.Miner, sent.Version, sent.Algorithm, sent.Pool, sent.UptimeSeconds));
        Assert.Equal((46.1e6, 4.29e9, 10L, 1L, 2L, 3L, 4), (sent.Hashrate, sent.Difficulty, sent.Accepted, sent.Rejected, sent.Stale, sent.Invalid, sent.CpuThreads));
    }

    [Fact]
    public void No_more_than_the_wire_carries() =>
        Assert.Equal(ProtocolLimits.Work, WorkMapper.Map([.. Enumerable.Repeat(Snapshot("t-rex"), 40)], Cards)!.Count);
}
