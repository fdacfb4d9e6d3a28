using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Support;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>Captures of real cards in the other forms: CSV with a header, and the text of <c>-q</c>.</summary>
public sealed class NvidiaTableCaptureTests
{
    static string Text(string file) => File.ReadAllText(Captures.NvidiaSmi(file));

    static GpuReport Read(string file) => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, Text(file), ""));

    [Theory, Trait("bad-input", "118")]
    [InlineData("exporter-h100-590-query-gpu-idle.csv", "0000:00:09.0", "NVIDIA H100 80GB HBM3", "590.48.01", 41, 48, null, 69.62, 700, 345, 2619, 0, 81559, 1, 5, 16, "NVIDIA", 200, 700)]
    [InlineData("exporter-h200mig-590-query-gpu-idle.csv", "0000:83:00.0", "NVIDIA H200", "590.48.01", 28, 32, null, 78.21, 700, 345, 3201, null, 143771, 1, 5, 16, "NVIDIA", 200, 700)]
    [InlineData("exporter-rtx2080s-595-query-gpu-idle.csv", "0000:0c:00.0", "NVIDIA GeForce RTX 2080 SUPER", "595.71.05", 40, null, 38, 39.32, 250, 765, 810, 0, 8192, 4, 1, 16, "Gigabyte", 105, 350)]
    [InlineData("exporter-rtx2080s-595-query-gpu-load.csv", "0000:0c:00.0", "NVIDIA GeForce RTX 2080 SUPER", "595.71.05", 45, null, 38, 111.50, 250, 2055, 7500, 8, 8192, 0, 3, 16, "Gigabyte", 105, 350)]
    [InlineData("exporter-rtx2080s-win-591-query-gpu-idle.csv", "0000:0c:00.0", "NVIDIA GeForce RTX 2080 SUPER", "591.86", 40, null, 37, 38.92, 250, 300, 405, 0, 8192, 1, 3, 16, "Gigabyte", 105, 350)]
    [InlineData("exporter-rtx4080s-595-query-gpu-idle.csv", "0000:01:00.0", "NVIDIA GeForce RTX 4080 SUPER", "595.71.05", 43, null, 0, 28.77, 320, 210, 405, 0, 16376, 1, 1, 16, "MSI", 150, 400)]
    [InlineData("exporter-rtx2080s-595-q-load.txt", "0000:0c:00.0", "NVIDIA GeForce RTX 2080 SUPER", "595.71.05", 45, null, 38, 98.55, 250, 2055, 7500, 8, 8192, 0, 3, 16, "Gigabyte", 105, 350)]
    public void One_card_with_its_values(
        string file, string bus, string model, string driver, int core, int? memory, int? fan, double watts, int limit, int clock, int memoryClock, int? use, long mebibytes,
        int reasons, int generation, int width, string board, int lowest, int highest)
    {
        var (inventory, stats) = Assert.Single(Read(file).Cards);
        Assert.Equal((bus, model, driver, mebibytes << 20, board), (inventory.BusId, inventory.Model, inventory.Driver, inventory.MemoryBytes, inventory.Board));
        Assert.Equal((core, memory, fan, watts, limit), (stats.CoreCelsius, stats.MemoryCelsius, stats.FanPercent, stats.PowerWatts, stats.PowerLimitWatts));
        Assert.Equal((clock, memoryClock, use, reasons), (stats.CoreMegahertz, stats.MemoryMegahertz, stats.UtilizationPercent, stats.ThrottleReasons));
        Assert.Equal((generation, width, lowest, highest), (stats.PcieGeneration, stats.PcieWidth, inventory.PowerLimitMinWatts, inventory.PowerLimitMaxWatts));
        Assert.Null(stats.Fault);
    }

    [Fact, Trait("bad-input", "118")]
    public void The_text_of_eight_cards()
    {
        var report = Read("rig-8x-rtx4090-q.txt");
        Assert.True(report.Complete);
        Assert.Equal(8, report.Cards.Count);
        var (inventory, stats) = report.Cards[0];
        Assert.Equal(("0000:01:00.0", "NVIDIA GeForce RTX 4090", "GPU-8ee5f1e0-e705-aac5-6d6e-b97ad59601ef", "Gainward"), (inventory.BusId, inventory.Model, inventory.Uuid, inventory.Board));
        Assert.Equal((28, 0, 20, 450, 210, 405, 0), (stats.CoreCelsius, stats.FanPercent, stats.PowerWatts, stats.PowerLimitWatts, stats.CoreMegahertz, stats.MemoryMegahertz, stats.UtilizationPercent));
        Assert.Equal((1, 4, 1, 16), (stats.PcieGeneration, inventory.PcieGenerationMax, stats.ThrottleReasons, stats.PcieWidth));
        Assert.Equal(("0000:25:00.0", 27, 20.4), (report.Cards[1].Inventory.BusId, report.Cards[1].Stats.CoreCelsius, report.Cards[1].Stats.PowerWatts));
        Assert.Equal("0000:e1:00.0", report.Cards[7].Inventory.BusId);
    }

    [Fact, Trait("bad-input", "118")]
    public void The_text_of_two_cards()
    {
        var report = Read("2x-rtx3090-q.txt");
        Assert.Equal([("0000:41:00.0", 30.1, 30d), ("0000:81:00.0", 36.88, 29d)], report.Cards.Select(c => (c.Inventory.BusId!, c.Stats.PowerWatts!.Value, c.Stats.CoreCelsius!.Value)));
        Assert.All(report.Cards, c => Assert.Equal((30d, 350d, 100d, 24_576L << 20), (c.Stats.FanPercent, c.Stats.PowerLimitWatts, c.Inventory.PowerLimitMinWatts, c.Inventory.MemoryBytes)));
    }

    [Fact, Trait("bad-input", "118")]
    public void A_small_table_has_what_it_has()
    {
        var cards = Read("exporter-query-sample.csv").Cards;
        Assert.Equal(["0000:01:00.0", "0000:02:00.0"], cards.Select(c => c.Inventory.BusId));
        Assert.Equal(("466.63", 38d, "Gigabyte", null), (cards[0].Inventory.Driver, cards[0].Stats.FanPercent, cards[0].Inventory.Board, cards[0].Stats.CoreCelsius));
        Assert.Equal(("Some Other GPU", 50d), (cards[1].Inventory.Model, cards[1].Stats.FanPercent));
    }

    [Fact, Trait("bad-input", "118")]
    public void A_rig_of_eight_with_an_unknown_error_in_one_field()
    {
        string[] columns = ["name", "utilization.gpu", "utilization.memory", "temperature.gpu", "power.draw", "power.limit", "fan.speed", "pstate", "clocks.gr", "clocks.mem", "power.max_limit", "power.default_limit"];
        var rows = NvidiaSmiCsv.Read(Text("megaminer-8x1080ti-unknown-error.csv"), columns);
        Assert.Equal(8, rows.Count);
        // Without an address the rows are no cards; with one they are.
        Assert.All(rows, r => Assert.Null(r.Card()));
        var cards = rows.Select((r, i) => new NvidiaSmiCsv.Row(new Dictionary<string, string>(r.Values) { ["pci.bus_id"] = $"0000:0{i}:00.0" }).Card()!).ToArray();
        Assert.Equal((null, 84d, 123d, 1746d, 5310d), (cards[0].Stats.FanPercent, cards[0].Stats.CoreCelsius, cards[0].Stats.PowerWatts, cards[0].Stats.CoreMegahertz, cards[0].Stats.MemoryMegahertz));
        Assert.Equal((60d, 242.05, 262.5, 375d), (cards[1].Stats.FanPercent, cards[1].Stats.PowerWatts, cards[1].Stats.PowerLimitWatts, cards[1].Inventory.PowerLimitMaxWatts));
        Assert.Equal("GeForce GTX 1080", cards[7].Inventory.Model);
    }

    [Fact, Trait("bad-input", "118")]
    public void A_dead_card_stands_before_the_rows_of_the_living()
    {
        string[] columns = ["index", "name", "power.limit", "power.default_limit", "power.max_limit", "power.draw", "driver_version"];
        string text = Text("error-gpu-lost-new-then-csv.txt");
        Assert.Equal("0000:24:00.0", Assert.Single(NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, text, ""), columns).Dead).BusId);
        var row = Assert.Single(NvidiaSmiCsv.Read(text, columns)).Values;
        Assert.Equal(("NVIDIA GeForce RTX 5070 Ti", "34.61 W", "616.92"), (row["name"], row["power.draw"], row["driver_version"]));
    }

    [Fact, Trait("bad-input", "118")]
    public void An_answer_that_is_no_table_and_no_document_is_no_card()
    {
        Assert.Null(ToolNumber.Of(Text("pmav99-fan-not-available.txt")));
        foreach (string file in (string[])["exporter-h200mig-590-list.txt", "exporter-rtx2080s-595-list.txt", "exporter-rtx2080s-595-version.txt", "hiveos-gpu-stats-lost-gpu.json", "cyclenerd-2x1080-column.txt", "gtx690-table.txt", "titan-xp-table-cut.txt", "rig-8x-rtx4090-table.txt", "2x-rtx3090-table.txt", "exporter-rtx2080s-595-table-idle.txt", "exporter-rtx2080s-win-591-table-idle.txt"])
        {
            var report = Read(file);
            Assert.Empty(report.Cards);
            Assert.False(report.Complete);
            Assert.NotNull(report.Problem);
        }
    }

    [Fact, Trait("bad-input", "118")]
    public void The_throttle_reasons_link_and_errors_of_the_document()
    {
        var card = Assert.Single(Read("telegraf-rtx-3060-v12.xml").Cards);
        Assert.Equal((1, "EVGA", 0L), (card.Stats.ThrottleReasons, card.Inventory.Board, card.Stats.PcieReplays));
        Assert.Null(card.Stats.EccUncorrected);
        card = Assert.Single(Read("telegraf-a10g.xml").Cards);
        Assert.Equal((1, 0L, 0L), (card.Stats.ThrottleReasons, card.Stats.EccCorrected, card.Stats.EccUncorrected));
        card = Assert.Single(Read("telegraf-quadro-p400.xml").Cards);
        Assert.Equal((1, null, "NVIDIA"), (card.Stats.ThrottleReasons, card.Stats.EccCorrected, card.Inventory.Board));
    }
}
