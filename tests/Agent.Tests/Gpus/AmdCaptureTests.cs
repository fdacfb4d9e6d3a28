using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>Copies of the driver's files and answers of AMD's tools from real cards.</summary>
public sealed class AmdCaptureTests
{
    static GpuCard Card(string folder) => AmdCard.Read(Captures.Of("amd-sysfs/" + folder), new(new(Share: "/nowhere")), null)!;

    [Theory, Trait("bad-input", "118")]
    [InlineData("rx580/card0", "0000:09:00.0", "Sapphire", "113-1E3871U-O4C", 44, null, null, 13.7, 595, 41.045, 155, 798.08, 1750, 11, 3, 16, 0, 155, 201)]
    [InlineData("vega56/card0", "0000:0b:00.0", "ASUS", "115-D050PIL-100", 38, 38, 39, 0.0, 5, 8, 260, 26, 167, 0, 3, 16, 0, 260, 390)]
    [InlineData("rx5700xt/card1", "0000:28:00.0", "Sapphire", "113-D1990103-O09", 58, 58, 62, 25.5, 29, 29, 220, 10, 875, 0, 3, 16, 110, 220, 330)]
    [InlineData("rx6600/card1", "0000:12:00.0", "Gigabyte", "113-D534-R66E", 28, 28, 26, 0.0, 1395, 3, 120, 20, 96, 0, 3, 8, 94, 100, 120)]
    [InlineData("rx6600xt/card0", "0000:0b:00.0", "XFX", "113-23L86HMD2-D02", 35, 35, 36, 0.0, 0, 3, 100, 0, 96, 0, 3, 8, 94, 100, 100)]
    [InlineData("rx7700s/card1", "0000:03:00.0", "PCI vendor f111", "113-BRT125778.001", 34, 34, 42, 29.8, 0, 1, 100, 0, 96, 0, 4, 8, 100, 100, 120)]
    [InlineData("rx7800xt/card1", "0000:03:00.0", "PowerColor", "113-EXT90249-100", 24, 31, 48, 34.9, 868, 32, 236, 2011, 456, 2, 4, 16, 212, 236, 280)]
    [InlineData("rx7900xtx/card0", "0000:03:00.0", "Sapphire", "113-D70401XT-N11", 53, 61, 68, 0.0, 0, 68, 290, 31, 1249, 3, 4, 16, 261, 290, 333)]
    [InlineData("rx9070/card1", "0000:03:00.0", "Sapphire", "113-2E490TX-US2", 48, 52, 72, 45.9, 1944, 49, 200, 900, 1124, 25, 4, 16, 0, 220, 245)]
    public void The_files_of_a_card(
        string folder, string bus, string board, string vbios, int core, int? hotspot, int? memory, double fan, int rpm, double watts, int limit, double clock, int memoryClock, int use,
        int generation, int width, int lowest, int normal, int highest)
    {
        var (inventory, stats) = Card(folder);
        Assert.Equal(("amd", bus, board, vbios, "amdgpu"), (inventory.Vendor, inventory.BusId, inventory.Board, inventory.Vbios, inventory.Driver));
        Assert.Equal((core, hotspot, memory, fan, rpm), (stats.CoreCelsius, stats.HotspotCelsius, stats.MemoryCelsius, stats.FanPercent, stats.FanRpm));
        Assert.Equal((watts, limit, clock, memoryClock, use), (stats.PowerWatts, stats.PowerLimitWatts, stats.CoreMegahertz, stats.MemoryMegahertz, stats.UtilizationPercent));
        if (folder is not "rx7700s/card1") { Assert.Equal((generation, width), (stats.PcieGeneration, stats.PcieWidth)); }
        Assert.Equal((lowest, normal, highest), (inventory.PowerLimitMinWatts, inventory.PowerLimitDefaultWatts, inventory.PowerLimitMaxWatts));
        Assert.Null(stats.Fault);
    }

    [Fact, Trait("bad-input", "118")]
    public void Chips_without_some_of_the_files()
    {
        var (old, oldStats) = Card("hd7870/card0");
        Assert.Equal(("0000:01:00.0", "radeon", "Radeon HD 7870", "Sapphire"), (old.BusId, old.Driver, old.Model, old.Board));
        Assert.Equal((27, 20, 300, null, null), (oldStats.CoreCelsius, oldStats.FanPercent, oldStats.CoreMegahertz, oldStats.PowerWatts, oldStats.UtilizationPercent));
        var (small, smallStats) = Card("r7-240/card1");
        Assert.Equal(("0000:01:00.0", 2_147_483_648L, null), (small.BusId, small.MemoryBytes, small.MemoryVendor));
        Assert.Equal((52, 40.4, 400, 1150, 2, 4), (smallStats.CoreCelsius, smallStats.FanPercent, smallStats.CoreMegahertz, smallStats.MemoryMegahertz, smallStats.PcieGeneration, smallStats.PcieWidth));
        var (phoenix, phoenixStats) = Card("phoenix/card1");
        Assert.Equal(("0000:64:00.0", "Lenovo", 4_294_967_296L), (phoenix.BusId, phoenix.Board, phoenix.MemoryBytes));
        Assert.Equal((25, 3.103, 800, 400, null, 0), (phoenixStats.CoreCelsius, phoenixStats.PowerWatts, phoenixStats.CoreMegahertz, phoenixStats.MemoryMegahertz, phoenixStats.FanPercent, phoenixStats.UtilizationPercent));
        var (deck, deckStats) = Card("vangogh/card0");
        Assert.Equal(("0000:04:00.0", 0, 29), (deck.BusId, deck.PowerLimitMinWatts, deck.PowerLimitMaxWatts));
        Assert.Equal((56, 3.218, 15, 200, 687), (deckStats.CoreCelsius, deckStats.PowerWatts, deckStats.PowerLimitWatts, deckStats.CoreMegahertz, deckStats.MemoryMegahertz));
    }

    [Fact, Trait("bad-input", "118")]
    public void Memory_and_its_makers()
    {
        Assert.Equal((4_294_967_296L, null), (Card("rx580/card0").Inventory.MemoryBytes, Card("rx580/card0").Inventory.MemoryVendor));
        Assert.Equal((8_573_157_376L, "hynix"), (Card("vega56/card0").Inventory.MemoryBytes, Card("vega56/card0").Inventory.MemoryVendor));
        Assert.Equal(("samsung", "hynix"), (Card("rx7800xt/card1").Inventory.MemoryVendor, Card("rx9070/card1").Inventory.MemoryVendor));
    }

    static IReadOnlyList<SmiCard> Rocm(string file, out bool whole)
    {
        (var cards, whole) = RocmSmi.Read(File.ReadAllText(Captures.Of("rocm-smi/" + file)));
        return cards;
    }

    [Theory, Trait("bad-input", "118")]
    [InlineData("telegraf-rx6700xt_rocm430.json", "0000:07:00.0", "Radeon RX 6700", 45, 47, 46, 6.0, 211, 500, 96, 0, 12_868_124_672, "samsung", "amdgpu 6.3.6", 4, 16)]
    [InlineData("telegraf-rx6700xt_rocm602.json", "0000:07:00.0", "Navi 22 [Radeon RX 6700/6700 XT / 6800M]", 45, 47, 46, null, 211, 500, 96, 0, 12_868_124_672, "samsung", "amdgpu 6.3.6", 4, 16)]
    [InlineData("telegraf-vega-10-XT.json", "0000:04:00.0", "AMD GPU 0x6861", 39, 40, 92, 15.0, 170, 1269, 167, 0, 17_163_091_968, "samsung", "amdgpu 5.9.25", 3, 16)]
    [InlineData("780m-cut.json", "0000:c4:00.0", "Phoenix3", 31, null, null, 7.222, null, 800, 400, 19, null, null, null, null, null)]
    public void One_card_of_rocm_smi(
        string file, string bus, string model, int core, int? hotspot, int? memory, double? watts, int? limit, int clock, int memoryClock, int use, long? bytes, string? maker, string? driver,
        int? generation, int? width)
    {
        var card = Assert.Single(Rocm(file, out bool whole));
        Assert.True(whole);
        Assert.Equal((bus, model, bytes, maker, driver), (card.Inventory.BusId, card.Inventory.Model, card.Inventory.MemoryBytes, card.Inventory.MemoryVendor, card.Inventory.Driver));
        Assert.Equal((core, hotspot, memory, watts, limit), (card.Stats.CoreCelsius, card.Stats.HotspotCelsius, card.Stats.MemoryCelsius, card.Stats.PowerWatts, card.Stats.PowerLimitWatts));
        Assert.Equal((clock, memoryClock, use, generation, width), (card.Stats.CoreMegahertz, card.Stats.MemoryMegahertz, card.Stats.UtilizationPercent, card.Stats.PcieGeneration, card.Stats.PcieWidth));
    }

    [Fact, Trait("bad-input", "118")]
    public void Several_cards_of_rocm_smi()
    {
        var mi100 = Rocm("telegraf-mi100_rocm602.json", out _);
        Assert.Equal(["0000:83:00.0", "0000:a3:00.0", "0000:c3:00.0", "0000:e3:00.0"], mi100.Select(c => c.Inventory.BusId));
        Assert.Equal([36d, 44, 43, 39], mi100.Select(c => c.Stats.PowerWatts!.Value));
        Assert.Equal([55d, 58, 57, 53], mi100.Select(c => c.Stats.HotspotCelsius!.Value));
        Assert.Equal(("Arcturus GL-XL [Instinct MI100]", "0x79ccd55167a2124a", 0L), (mi100[0].Inventory.Model, mi100[0].Inventory.Uuid, mi100[0].Stats.PcieReplays));
        var mixed = Rocm("beszel-680m-and-7900xt.json", out _);
        Assert.Equal([9.215, 19], mixed.Select(c => c.Stats.PowerWatts!.Value));
        Assert.Equal([(null, null), (49d, 62d)], mixed.Select(c => (c.Stats.HotspotCelsius, c.Stats.MemoryCelsius)));
        Assert.Equal(20.3, mixed[1].Stats.UtilizationPercent);
        var mi250 = Rocm("wandb-mi250-oldkeys.json", out _);
        Assert.Equal([0, 1], mi250.Select(c => c.Number));
        Assert.Equal(("AMD INSTINCT MI250 (MCM) OAM AC MBA", 43d, 10d, "amdgpu 6.2.4"), (mi250[0].Inventory.Model, mi250[0].Stats.MemoryCelsius, mi250[0].Stats.UtilizationPercent, mi250[0].Inventory.Driver));
        Assert.Equal((61d, 100d, 17d), Assert.Single(Rocm("lilbee-9060xt.json", out _)).Stats is var s ? (s.MemoryCelsius, s.UtilizationPercent, s.PowerWatts) : default);
        Assert.Equal((null, 45d, 159d), Assert.Single(Rocm("lilbee-mi300x.json", out _)).Stats is var m ? (m.CoreCelsius, m.HotspotCelsius, m.PowerWatts) : default);
    }

    [Fact, Trait("bad-input", "118")]
    public void An_answer_that_breaks_off_keeps_the_cards_before_the_break()
    {
        var cards = Rocm("tbm-3x6700xt-cut.json", out bool whole);
        Assert.False(whole);
        Assert.Equal([2, 3], cards.Select(c => c.Number));
        var (inventory, stats) = (cards[1].Inventory, cards[1].Stats);
        Assert.Equal(("0000:0a:00.0", 37d, 42d, 54d, 60d, 44d, 900d, 950d, 2, 1), (inventory.BusId, stats.CoreCelsius, stats.HotspotCelsius, stats.MemoryCelsius, stats.FanPercent, stats.PowerWatts, stats.CoreMegahertz, stats.MemoryMegahertz, stats.PcieGeneration, stats.PcieWidth));
        foreach (string file in (string[])["mi300x4-concise-2024-table.txt", "mi300x4-showall.txt", "rx580-rig-2017-table.txt", "rx7900xt-2023-table.txt", "vega-fe-2018-table.txt", "rx7900xt-setpower-error.txt"])
        {
            Assert.Empty(Rocm(file, out whole));
            Assert.False(whole);
        }
    }

    static string AmdText(string file) => File.ReadAllText(Captures.Of("amd-smi/" + file));

    [Fact, Trait("bad-input", "118")]
    public void Metric_and_static_of_amd_smi_are_joined()
    {
        var (cards, whole) = AmdSmi.Read(AmdText("rx6600-metric.json"), AmdText("rx6600-static.json"));
        Assert.True(whole);
        var card = Assert.Single(cards);
        Assert.Equal(("0000:0b:00.0", "Navi 23 [Radeon RX 6600/6600 XT]", "ASUS", 8_176L << 20, "micron"), (card.Inventory.BusId, card.Inventory.Model, card.Inventory.Board, card.Inventory.MemoryBytes, card.Inventory.MemoryVendor));
        Assert.Equal((94d, 100d, "115-D534P00-100", "amdgpu 7.0.0-3-pve", 4, 16), (card.Inventory.PowerLimitMinWatts, card.Inventory.PowerLimitMaxWatts, card.Inventory.Vbios, card.Inventory.Driver, card.Inventory.PcieGenerationMax, card.Inventory.PcieWidthMax));
        Assert.Equal((6d, 100d, 800d, 541d, 1d, 0), (card.Stats.PowerWatts, card.Stats.PowerLimitWatts, card.Stats.CoreMegahertz, card.Stats.MemoryMegahertz, card.Stats.UtilizationPercent, card.Stats.ThrottleReasons));
    }

    [Fact, Trait("bad-input", "118")]
    public void The_shapes_of_amd_smi()
    {
        GpuStats Only(string file) => Assert.Single(AmdSmi.Read(AmdText(file)).Cards).Stats;
        Assert.Equal((10d, 0), (Only("metric-power-rdna.json").PowerWatts, Only("metric-power-rdna.json").ThrottleReasons));
        Assert.Equal(new GpuStats { HotspotCelsius = 45, MemoryCelsius = 38, PowerWatts = 158, UtilizationPercent = 0 }, Only("mi300x-trimmed.json"));
        Assert.Equal(new GpuStats { CoreCelsius = 45, HotspotCelsius = 41, UtilizationPercent = 2 }, Only("rx7800xt-trimmed.json"));
        Assert.Equal(16_368L << 20, AmdSmi.Read(AmdText("rx7800xt-trimmed.json")).Cards[0].Inventory.MemoryBytes);
        var mi210 = Assert.Single(AmdSmi.Read(AmdText("static-mi210.json")).Cards).Inventory;
        Assert.Equal(("AMD Instinct MI210", null, "hynix", "amdgpu 6.14.0-24-generic", 300d), (mi210.Model, mi210.BusId, mi210.MemoryVendor, mi210.Driver, mi210.PowerLimitMaxWatts));
        var (cut, whole) = AmdSmi.Read(AmdText("static-warnings-before-json-cut.txt"));
        Assert.False(whole);
        Assert.True(cut.Count <= 1);
        var partitions = AmdSmi.Read(AmdText("static-partitions.json")).Cards;
        Assert.Equal(("0000:c5:00.0", "0000:c8:00.0"), (partitions[0].Inventory.BusId, partitions[1].Inventory.BusId));
        Assert.Null(partitions[0].Inventory.PcieWidthMax);
    }

    [Fact, Trait("bad-input", "118")]
    public void The_text_of_amd_smi()
    {
        Assert.Equal(["0000:23:00.0", "0000:26:00.0"], AmdSmi.Read(AmdText("list-2gpu.txt")).Cards.Select(c => c.Inventory.BusId));
        Assert.Equal([11d, 17d], AmdSmi.Read(AmdText("metric-power-2gpu.txt")).Cards.Select(c => c.Stats.PowerWatts!.Value));
        Assert.Equal([(0d, 203d), (213d, 213d)], AmdSmi.Read(AmdText("static-limit-2gpu.txt")).Cards.Select(c => (c.Inventory.PowerLimitMinWatts!.Value, c.Inventory.PowerLimitMaxWatts!.Value)));
        foreach (string file in (string[])["error-bad-subcommand.txt", "monitor-8gpu.txt", "table-2x-r9700.txt"]) { Assert.Empty(AmdSmi.Read(AmdText(file)).Cards); }
    }
}
