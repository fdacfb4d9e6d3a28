using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

/// <summary>Captures of real miners, with their values.</summary>
public sealed class GpuMinerReadingTests
{
    static MinerReading Read(string miner, params string[] files) => Launches.Miner(miner).Read([.. files.Select(Answers.Capture)]);

    static MinerWork Only(MinerReading reading) => Assert.Single(reading.Work);

    [Fact, Trait("bad-input", "119")]
    public void TeamRedMiner_0_3()
    {
        var reading = Read("teamredminer", "teamredminer/devs-0.3.x-1gpu.json");
        var work = Only(reading);
        Assert.Equal(("0.3.8", 344L), (reading.Version, reading.UptimeSeconds));
        Assert.Equal(344.1, work.Hashrate!.Value, 6);
        Assert.Equal(new MinerShares(13, 0, null, 0), work.Shares);
        var gpu = Assert.Single(work.Gpus);
        Assert.Equal((0, null, 13L), (gpu.Index, gpu.Place, gpu.Shares.Accepted));
    }

    [Fact, Trait("bad-input", "119")]
    public void TeamRedMiner_joined()
    {
        string joined = $$"""{"devs":[{{Answers.Capture("teamredminer/devs-0.3.x-1gpu.json")}}],"pools":[{{Answers.Capture("teamredminer/pools-0.3.x.json")}}],"id":1}""" + "\0";
        var work = Only(Launches.Miner("teamredminer").Read(joined));
        Assert.Equal(("pool.supportxmr.com:7777", "cnv8", 0L), (work.Pool, work.Algorithm, work.Shares.Stale));
        Assert.Equal(344.1, work.Hashrate!.Value, 6);
    }

    [Fact, Trait("bad-input", "119")]
    public void Sgminer()
    {
        var reading = Read("sgminer", "sgminer/gm-devs.json", "sgminer/gm-pools.json");
        Assert.Equal(("sgminer", "5.5.5-gm", 109L), (reading.Name, reading.Version, reading.UptimeSeconds));
        var work = Only(reading);
        Assert.Equal(13.25, work.Hashrate!.Value, 9);
        Assert.Equal(("zec-us-east1.nanopool.org:16666", "equihash", 2L), (work.Pool, work.Algorithm, work.Shares.Stale));
    }

    [Fact, Trait("bad-input", "119")]
    public void LolMiner_0_41()
    {
        var reading = Read("lolminer", "lolminer/summary-0.41.json");
        var work = Only(reading);
        Assert.Equal(("0.41", "equihash144_5", "mine-btcz-euro.equipool.1ds.us:50061"), (reading.Version, work.Algorithm, work.Pool));
        Assert.Equal(24_722.0225, work.Hashrate);
        Assert.Equal([13_468.8252, 11_253.1973], work.Gpus.Select(g => g.Hashrate));
        Assert.Equal([0, 1], work.Gpus.Select(g => g.Index));
    }

    [Theory, Trait("bad-input", "119")]
    [InlineData("lolminer/summary-1.0a2-zel.json")]
    [InlineData("lolminer/summary-1.0a2-nofan.json")]
    public void LolMiner_1_0(string file)
    {
        var work = Only(Read("lolminer", file));
        Assert.Equal(("equihash125_4", 6.7, 0L, 0L), (work.Algorithm, work.Hashrate, work.Shares.Accepted, work.Shares.Rejected));
        Assert.Equal(new PciPlace(1, 0), Assert.Single(work.Gpus).Place);
    }

    [Fact, Trait("bad-input", "119")]
    public void LolMiner_1_16()
    {
        var work = Only(Read("lolminer", "lolminer/summary-1.16a-etchash.json"));
        Assert.Equal(("etchash", 6.08e6), (work.Algorithm, work.Hashrate));
        Assert.Equal([3, 0x10, 0x13, 0x16], work.Gpus.Select(g => g.Place!.Value.Bus));
        Assert.Equal([null, 3.87e6, null, 2.21e6], work.Gpus.Select(g => g.Hashrate));
    }

    [Fact, Trait("bad-input", "119")]
    public void LolMiner_1_48()
    {
        var reading = Read("lolminer", "lolminer/summary-1.48-ethash-new.json");
        var work = Only(reading);
        Assert.Equal(("1.48", 43_001L, "ethash", "eth-sg.flexpool.io:5555"), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Pool));
        Assert.Equal(113_069_260.8, work.Hashrate!.Value, 1);
        Assert.Equal(new MinerShares(1234, 0, 0, 0), work.Shares);
        Assert.Equal([2, 3, 4, 8], work.Gpus.Select(g => g.Place!.Value.Bus));
        Assert.Equal([27.43e6, 29.37e6, 29.37e6, 26.9e6], work.Gpus.Select(g => Math.Round(g.Hashrate!.Value)));
        Assert.Equal([286, 322, 322, 304], work.Gpus.Select(g => (int)g.Shares.Accepted!));
    }

    [Fact, Trait("bad-input", "119")]
    public void GMiner_1_18()
    {
        var reading = Read("gminer", "gminer/stat-1.18-aion.json");
        var work = Only(reading);
        Assert.Equal((null, 94L, "equihash210_9", "aion-eu.luxor.tech:3366"), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Pool));
        Assert.Equal((68d, 1L, 0L, null), (work.Hashrate, work.Shares.Accepted, work.Shares.Rejected, work.Shares.Stale));
        Assert.Equal(new PciPlace(1, 0, 0), Assert.Single(work.Gpus).Place);
    }

    [Fact, Trait("bad-input", "119")]
    public void GMiner_with_blank_lines_before_it()
    {
        var work = Only(Read("gminer", "gminer/stat-1.x-leading-newlines.json"));
        Assert.Equal("eu.btgpool.pro:1445", work.Pool);
        Assert.Equal(253.4, work.Hashrate!.Value, 6);
        Assert.Equal((5L, null), (work.Shares.Accepted, work.Algorithm));
        Assert.Equal([1, 2, 3, 4], work.Gpus.Select(g => g.Place!.Value.Bus));
    }

    [Fact, Trait("bad-input", "119")]
    public void GMiner_2_73()
    {
        var reading = Read("gminer", "gminer/stat-2.73-rtx3060.json");
        var work = Only(reading);
        Assert.Equal(("2.73", 704_042L, "ethash", 43_429_602d), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal(new MinerShares(6799, 0, 0, 0), work.Shares);
    }

    [Fact, Trait("bad-input", "119")]
    public void GMiner_3_06()
    {
        var work = Only(Read("gminer", "gminer/stat-3.06-starting.json"));
        Assert.Equal(("etchash", 40_707_234d, "hk.crazypool.org:7777"), (work.Algorithm, work.Hashrate, work.Pool));
    }

    [Fact, Trait("bad-input", "119")]
    public void NBMiner_40()
    {
        var reading = Launches.Miner("nbminer").Read(new(DateTimeOffset.FromUnixTimeSeconds(1_637_549_633 + 77), Answers.Capture("nbminer/status-40.0.json")))!;
        var work = Only(reading);
        Assert.Equal(("40.0", 77L, "ethash", "asia2.ethermine.org:5555"), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Pool));
        Assert.Equal((146_567_481.51336715, 4.295e9), (work.Hashrate, work.Difficulty));
        Assert.Equal(new MinerShares(7, 0, null, 0), work.Shares);
        Assert.Equal([1, 0x30], work.Gpus.Select(g => g.Place!.Value.Bus));
        Assert.Equal([4, 3], work.Gpus.Select(g => (int)g.Shares.Accepted!));
    }

    [Fact, Trait("bad-input", "119")]
    public void Rigel_1_23()
    {
        var reading = Read("rigel", "rigel/stat-1.23.2-3080ti.json");
        var work = Only(reading);
        Assert.Equal(("1.23.2", 286L, "xelishashv3", "stratum.hashnomletz.com:13333"), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Pool));
        Assert.Equal((12_112.195564915472, new MinerShares(1405, 0, null, 0)), (work.Hashrate!.Value, work.Shares));
        Assert.Equal(new MinerGpuWork(new PciPlace(0x0b, 0), 0, 12_112.195564915472, new(1405, 0, null, 0)), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void BzMiner_keeps_the_processor_out_of_the_cards()
    {
        var reading = Read("bzminer", "bzminer/status-cpu-and-gpu-minimal.json");
        var work = Only(reading);
        Assert.Equal(("100.45", 10L, "pearlhash", 10.25), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal(new MinerShares(5, 2, null, 1), work.Shares);
        Assert.Equal(new MinerGpuWork(new PciPlace(0xab), 1, 0.25, new(2, 2, null, 1)), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void BzMiner_lists_a_pool_that_nobody_uses()
    {
        string unused = Answers.Capture("bzminer/pools-entry-unused.json");
        string answer = $$"""{"bzminer_version":"v9.0.0","uptime_s":500,"pools":[{"algorithm":"ergo","current_url":"stratum+ssl://a.example.org:1","valid_solutions":7},{{unused}}],"devices":[{"pci_bus_id":3,"hashrate":[5e6,null]}]}""";
        var work = Only(Launches.Miner("bzminer").Read(answer));
        Assert.Equal(("autolykos2", 5e6, "a.example.org:1", 7L), (work.Algorithm, work.Hashrate, work.Pool, work.Shares.Accepted));
    }

    [Fact, Trait("bad-input", "119")]
    public void SRBMiner_flat()
    {
        var reading = Read("srbminer-multi", "srbminer/multi-0.1.8-gpu.json");
        var work = Only(reading);
        Assert.Equal(("0.1.8", 18_359L, "kadena", "kda-us.icemining.ca:3700"), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Pool));
        Assert.Equal((6_290_860_755.620301, 11.641354547), (work.Hashrate, work.Difficulty));
        Assert.Equal((2171L, 19L, 6), (work.Shares.Accepted, work.Shares.Rejected, work.Gpus.Count));
        Assert.Equal((new PciPlace(3), 1_052_373_939.1692787), (work.Gpus[0].Place, work.Gpus[0].Hashrate));
        Assert.Null(work.Gpus[5].Place);
    }

    [Fact, Trait("bad-input", "119")]
    public void SRBMiner_on_the_processor()
    {
        var reading = Read("srbminer-multi", "srbminer/multi-0.5.6-cpu.json");
        var work = Only(reading);
        Assert.Equal(("0.5.6", 1368L, "verushash", 206_111.5149227829), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal((15L, 1, null), (work.Shares.Accepted, work.CpuThreads, work.Difficulty));
        Assert.Empty(work.Gpus);
    }

    [Fact, Trait("bad-input", "119")]
    public void SRBMiner_3_6()
    {
        var reading = Read("srbminer-multi", "srbminer/multi-3.6.3-api-v2.json");
        var work = Only(reading);
        Assert.Equal(("3.6.3", "pearlhash", 62_403_052_604_616.36, "prl-eu.kryptex.network:7048"), (reading.Version, work.Algorithm, work.Hashrate, work.Pool));
        Assert.Equal(new MinerGpuWork(null, 0, 63_404_632_916_632.73, new(64, 0, null, 0)), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void SRBMiner_CN()
    {
        var reading = Read("srbminer-multi", "srbminer/stats-1.7.9.json");
        var work = Only(reading);
        Assert.Equal(("1.7.9", 132L, 343d, "xmr-eu1.nanopool.org:14444"), (reading.Version, reading.UptimeSeconds, work.Hashrate, work.Pool));
        Assert.Equal((new PciPlace(2), 343d), (Assert.Single(work.Gpus).Place, work.Gpus[0].Hashrate));
        var old = Only(Read("srbminer-multi", "srbminer/stats-old.json"));
        Assert.Equal((1234.5678, new MinerShares(5, 4, 3)), (old.Hashrate!.Value, old.Shares));
        Assert.Equal([2, 4], old.Gpus.Select(g => g.Place!.Value.Bus));
        Assert.All(old.Gpus, g => Assert.Null(g.Hashrate));
    }

    [Fact, Trait("bad-input", "119")]
    public void WildRig_0_10()
    {
        var reading = Read("wildrig-multi", "wildrig/summary-0.10.0.json");
        var work = Only(reading);
        Assert.Equal(("0.10.0", 370L, "wildkeccak", 693.13), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal((3L, 0L, 128_888_516d, "bbr.luckypool.io:5577"), (work.Shares.Accepted, work.Shares.Rejected, work.Difficulty, work.Pool));
        Assert.Equal(693.13, Assert.Single(work.Gpus).Hashrate);
    }

    [Fact, Trait("bad-input", "119")]
    public void OneZeroMiner()
    {
        var reading = Read("onezerominer", "onezerominer/root-1.7.8-minimal.json");
        var work = Only(reading);
        Assert.Equal(("1.7.8", 12L, "pearlhash", 0.125), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal(new MinerGpuWork(new PciPlace(10), 0, 0.125, new(4, 1)), Assert.Single(work.Gpus));
        var later = Only(Read("onezerominer", "onezerominer/root-1.8.0-invalid-shares.json"));
        Assert.Equal((new MinerShares(null, 1, null, 2), null), (later.Shares, later.Hashrate));
    }

    [Fact, Trait("bad-input", "119")]
    public void Nanominer()
    {
        var reading = Read("nanominer", "nanominer/stats-1gpu.json");
        var work = Only(reading);
        Assert.Equal((898L, "ethash", 4_591_157d, "eth-us-east1.nanopool.org:9999"), (reading.UptimeSeconds, work.Algorithm, work.Hashrate, work.Pool));
        Assert.Equal(new MinerGpuWork(new PciPlace(1, 0), 0, 4_591_157, new(3, 0)), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void MiniZ_and_EWBF()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_552_868_166 + 60);
        var reading = Launches.Miner("miniz").Read(new(now, Answers.Capture("miniz/getstat.json")))!;
        var work = Only(reading);
        Assert.Equal((60L, 20.3, "us-btg.2miners.com:4040", new MinerShares(3, 0)), (reading.UptimeSeconds, work.Hashrate!.Value, work.Pool, work.Shares));
        Assert.Null(Assert.Single(work.Gpus).Place);
        var ewbf = Only(Read("ewbf", "ewbf/getstat.json"));
        Assert.Equal([508, 503, 498], ewbf.Gpus.Take(3).Select(g => g.Hashrate!.Value));
        Assert.Equal([1, 2, 3, 4, 6, 9], ewbf.Gpus.Take(6).Select(g => g.Place!.Value.Bus));
        Assert.Equal(ewbf.Gpus.Sum(g => g.Hashrate!.Value), ewbf.Hashrate);
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_on_processor_and_card()
    {
        var reading = Read("xmrig", "xmrig/2-summary-5.x-new.json", "xmrig/2-backends-5.x-new.json");
        var work = Only(reading);
        Assert.Equal(("5.5.3", 71L, "randomx", 899.09), (reading.Version, reading.UptimeSeconds, work.Algorithm, work.Hashrate));
        Assert.Equal(("donate.v2.xmrig.com:3333", 5), (work.Pool, work.CpuThreads));
        Assert.Equal(new MinerGpuWork(new PciPlace(1, 0), 0, 161.95), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_starting()
    {
        var reading = Read("xmrig", "xmrig/2-summary-6.17.0-starting.json");
        Assert.True(reading.Starting);
        Assert.Equal((11L, 0L, 480_045d), (reading.UptimeSeconds, reading.Work[0].Shares.Accepted, reading.Work[0].Difficulty));
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_2_6()
    {
        var reading = Read("xmrig", "xmrig/1-summary-2.6.json");
        var work = Only(reading);
        Assert.Equal((953L, 296.24, 30L, 0L, 4), (reading.UptimeSeconds, work.Hashrate, work.Shares.Accepted, work.Shares.Rejected, work.CpuThreads));
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_2_6_is_read_by_its_summary_alone()
    {
        string threads = Answers.Capture("xmrig/1-threads-2.6.json"), config = Answers.Capture("xmrig/1-config-2.6.json");
        var miner = Launches.Miner("xmrig");
        foreach (string other in (string[])[threads, config])
        {
            Assert.Null(miner.Read(new(Answers.At, [other, other, other])));
            var work = Only(miner.Read(Answers.Capture("xmrig/1-summary-2.6.json"), other));
            Assert.Equal((296.24, 30L), (work.Hashrate, work.Shares.Accepted));
            Assert.Empty(work.Gpus);
        }
    }

    [Fact, Trait("bad-input", "119")]
    public void XMRig_adds_the_threads_of_a_card()
    {
        string summary = """{"uptime":100,"algo":"rx/0","hashrate":{"total":[125.75,null,null]},"results":{"shares_good":1,"shares_total":3}}""";
        var work = Only(Launches.Miner("xmrig").Read(summary, Answers.Capture("xmrig/2-backends-sparse-threads.json")));
        Assert.Equal(new MinerGpuWork(new PciPlace(10, 0), 0, 25.75), Assert.Single(work.Gpus));
        Assert.Equal((2L, 6), (work.Shares.Rejected, work.CpuThreads));
    }
}
