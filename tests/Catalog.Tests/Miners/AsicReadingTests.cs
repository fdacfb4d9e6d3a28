using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

/// <summary>Firmware of ASICs: summary, pools, devs, and what each maker adds.</summary>
public sealed class AsicReadingTests
{
    static MinerReading Antminer(string? summary, string? stats = null, string? version = null) => Launches.Miner("antminer").Read(summary, null, null, stats, version);

    static string Capture(string file) => Answers.Capture("cgminer/" + file);

    [Theory, Trait("bad-input", "119")]
    [InlineData("TestStatsS9.json", "Antminer S9", 13_630.55e9, 100_986, "sha256d", new double[] { 71, 67, 71 }, new double[] { 4080, 4080 })]
    [InlineData("TestStatsD3.json", "Antminer D3", 17_052.3e6, 122_893, "x11", new double[] { 75, 79, 80 }, new double[] { 5190, 5250 })]
    [InlineData("TestStatsL3plus.json", "Antminer L3+", 580.455e6, 204_806, "scrypt", new double[] { 48, 48, 47, 45 }, new double[] { 5250, 4260 })]
    [InlineData("antminer-s17pro-stats.json", "Antminer S17 Pro", 54_997.01e9, 253_447, "sha256d", new double[] { 80, 75, 63 }, new double[] { 2400, 3000, 3120, 2400 })]
    public void Stats_of_Antminers_are_repaired_and_read(string file, string model, double rate, long uptime, string algorithm, double[] boards, double[] fans)
    {
        var reading = Antminer(null, Capture(file));
        var work = Assert.Single(reading.Work);
        Assert.Equal((model, uptime, algorithm), (reading.Machine!.Model, reading.UptimeSeconds, work.Algorithm));
        Assert.Equal(rate, work.Hashrate!.Value, rate * 1e-9);
        Assert.Equal(boards, reading.Machine.BoardCelsius);
        Assert.Equal(fans, reading.Machine.FanRpm);
        Assert.Empty(work.Gpus);
    }

    [Fact, Trait("bad-input", "119")]
    public void The_other_capture_of_an_L3_is_in_megahashes_too()
    {
        var reading = Antminer(null, Capture("antminer-l3plus-stats.json"));
        Assert.Equal("scrypt", reading.Work[0].Algorithm);
        Assert.InRange(reading.Work[0].Hashrate!.Value, 400e6, 700e6);
    }

    [Theory, Trait("bad-input", "119")]
    [InlineData("TestSummary.json")]
    [InlineData("TestSummaryBadJSON.json")]
    [InlineData("TestSummaryMany.json")]
    public void A_summary_alone(string file)
    {
        var reading = Antminer(Capture(file), null, Capture("TestVersion.json"));
        var work = Assert.Single(reading.Work);
        Assert.Equal(("1.0.0", 40_206L, "Antminer S9"), (reading.Version, reading.UptimeSeconds, reading.Machine!.Model));
        Assert.Equal(13_581.93e9, work.Hashrate!.Value, 1e3);
        Assert.Equal(new MinerShares(7629, 2, 0, 354), work.Shares);
    }

    [Theory, Trait("bad-input", "119")]
    [InlineData("TestSummaryEmpty.json")]
    [InlineData("TestSummaryStatusError.json")]
    public void An_empty_summary_is_no_reading(string file) => Assert.Null(Launches.Miner("antminer").Read(new(Answers.At, Capture(file))));

    [Fact, Trait("bad-input", "119")]
    public void Avalon()
    {
        var reading = Launches.Miner("avalon").Read(null, null, Capture("avalon-1566-devs.json"), Capture("avalon-1566-stats.json"), Capture("avalon-1566-version.json"));
        var work = Assert.Single(reading.Work);
        Assert.Equal(("AvalonMiner 15-194", "4.11.1", 3731d), (reading.Machine!.Model, reading.Version, reading.Machine.PowerWatts));
        Assert.Equal(199_241.07e9, work.Hashrate!.Value, 1e5);
        Assert.Equal([77, 78, 77], reading.Machine.BoardCelsius);
        Assert.Equal([4275, 4282], reading.Machine.FanRpm);
        Assert.Equal(924, reading.UptimeSeconds);
    }

    [Fact, Trait("bad-input", "119")]
    public void BOSminer()
    {
        var reading = Launches.Miner("bosminer").Read(
            """{"STATUS":[{"STATUS":"S","Description":"BOSer boser-openwrt 0.1.0"}],"SUMMARY":[{"Elapsed":500,"MHS 5s":94500000.5,"MHS av":90000000.0,"Accepted":10,"Rejected":1,"Stale":2,"Hardware Errors":3}],"id":1}""",
            """{"POOLS":[{"URL":"stratum2+tcp://pool.example.org:3333/key","Stratum Active":true,"Stratum Difficulty":65536.0}]}""",
            null,
            """{"TEMPS":[{"Board":60.0,"Chip":0.0,"ID":6,"TEMP":0},{"Board":61.5,"Chip":75.0,"ID":7,"TEMP":1},{"Board":0.0,"Chip":0.0,"ID":8,"TEMP":2}]}""",
            """{"FANS":[{"FAN":0,"ID":0,"RPM":4920,"Speed":80},{"FAN":1,"ID":1,"RPM":0,"Speed":0}]}""",
            """{"DEVDETAILS":[{"Model":"Antminer S19j Pro"}]}""");
        Assert.Equal(("Antminer S19j Pro", 94_500_000.5e6, "pool.example.org:3333", 65_536d), (reading.Machine!.Model, reading.Work[0].Hashrate!.Value, reading.Work[0].Pool, reading.Work[0].Difficulty));
        Assert.Equal([60, 75], reading.Machine.BoardCelsius);
        Assert.Equal([4920], reading.Machine.FanRpm);
    }

    [Fact, Trait("bad-input", "119")]
    public void Whatsminer()
    {
        var reading = Launches.Miner("whatsminer").Read(
            """{"STATUS":[{"STATUS":"S","Msg":"Summary"}],"SUMMARY":[{"Elapsed":3000,"Uptime":9000,"MHS av":88000000.1,"MHS 5s":88500000.2,"Accepted":50,"Rejected":2,"Temperature":78.0,"Fan Speed In":4950,"Fan Speed Out":5010,"Power":3360,"Firmware Version":"'20210322.22.REL'"}],"id":1}""",
            null, null, """{"DEVDETAILS":[{"Model":"M30S+"}]}""");
        Assert.Equal(("Whatsminer M30S+", 3360d, 3000L, 88_500_000.2e6), (reading.Machine!.Model, reading.Machine.PowerWatts, reading.UptimeSeconds, reading.Work[0].Hashrate));
        Assert.Equal([78], reading.Machine.BoardCelsius);
        Assert.Equal([4950, 5010], reading.Machine.FanRpm);
    }

    [Fact, Trait("bad-input", "119")]
    public void Nothing_privileged_is_ever_asked()
    {
        string[] allowed = ["summary", "pools", "devs", "stats", "version", "temps", "fans", "devdetails"];
        foreach (var miner in BloxOs.Catalog.Miners.MinerCatalog.All.Where(m => m.Hardware == BloxOs.Catalog.Miners.MinerHardware.Asic))
        {
            Assert.All(miner.Requests(Launches.Api), r => Assert.Contains(allowed, a => r.Text == $$"""{"command":"{{a}}"}"""));
        }
    }
}
