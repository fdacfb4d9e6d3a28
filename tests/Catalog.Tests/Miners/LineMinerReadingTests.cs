using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

/// <summary>Captures of miners that speak over plain TCP: Claymore's protocol and ccminer's.</summary>
public sealed class LineMinerReadingTests
{
    static MinerReading Read(string miner, params string[] files) => Launches.Miner(miner).Read([.. files.Select(Answers.Capture)]);

    static MinerWork Only(MinerReading reading) => Assert.Single(reading.Work);

    [Theory, Trait("bad-input", "119")]
    [InlineData("claymore", "claymore/getstat1-eth-11.8.json", "11.8", "ethash", 235_321e3, 29_482e3, 8, 2, "eth-eu1.nanopool.org:9999")]
    [InlineData("tt-miner", "claymore/getstat1-ttminer-2.2.5.json", "2.2.5", null, 235_321e3, 29_482e3, 8, 2, "eth-eu1.nanopool.org:9999")]
    [InlineData("claymore", "claymore/getstat1-xmr-11.3.json", "11.3", "xmr", 339d, 339d, 1, 0, "xmr-eu1.nanopool.org:14433")]
    [InlineData("claymore", "claymore/getstat1-zec-12.6.json", "12.6", "zec", 128d, 128d, 1, 0, "zec-eu1.nanopool.org:6633")]
    [InlineData("phoenixminer", "phoenixminer/getstat1-5.1c-8gpu.json", "5.1c", "ethash", 237_936e3, 29_792e3, 8, 1, "eu1.ethermine.org:5555")]
    [InlineData("ethminer", "ethminer/getstat1-0.16.json", "0.16.0.dev0+commit.41639944", null, 87_221e3, 14_683e3, 6, 54, "eu1.ethermine.org:4444")]
    public void Getstat1(string miner, string file, string version, string? algorithm, double total, double first, int cards, int accepted, string pool)
    {
        var reading = Launches.Miner(miner).Read(null, Answers.Capture(file));
        var work = Only(reading);
        Assert.Equal((version, algorithm, pool), (reading.Version, work.Algorithm, work.Pool));
        Assert.Equal((total, first, cards), (work.Hashrate, work.Gpus[0].Hashrate, work.Gpus.Count));
        Assert.Equal((accepted, 0, 0), ((int)work.Shares.Accepted!, (int)work.Shares.Rejected!, (int)work.Shares.Invalid!));
        Assert.All(work.Gpus, g => Assert.Null(g.Place));
    }

    [Fact, Trait("bad-input", "119")]
    public void Getstat1_of_a_processor_miner_has_no_cards()
    {
        var reading = Launches.Miner("phoenixminer").Read(null, Answers.Capture("nanominer/getstat1-no-gpu-rates.json"));
        Assert.Equal(("2.4.4", 60L), (reading.Version, reading.UptimeSeconds));
        Assert.True(reading.Starting);
        Assert.Empty(reading.Work[0].Gpus);
    }

    [Fact, Trait("bad-input", "119")]
    public void Getstat2_names_buses_and_shares_of_each_card()
    {
        var reading = Launches.Miner("phoenixminer").Read(Answers.Fixture("phoenixminer-getstat2.json"));
        Assert.Equal(12 * 60, reading.UptimeSeconds);
        Assert.Equal(2, reading.Work.Count);
        var work = reading.Work[0];
        Assert.Equal((59_000e3, new MinerShares(118, 2, null, 1)), (work.Hashrate!.Value, work.Shares));
        Assert.Equal([new(new PciPlace(10), 0, 30_000e3, new(60, 1, null, 0)), new(new PciPlace(22), 1, 29_000e3, new(58, 1, null, 1)), new(new PciPlace(23), 2, null, new(0, 0, null, 0))], work.Gpus);
        Assert.Equal((500_000e3, "second.example.org:2"), (reading.Work[1].Hashrate, reading.Work[1].Pool));
    }

    [Fact, Trait("bad-input", "119")]
    public void Ethminers_detail_has_hexadecimal_speeds()
    {
        var reading = Launches.Miner("ethminer").Read(Answers.Fixture("ethminer-getstatdetail.json"));
        var work = Only(reading);
        Assert.Equal(("0.19.0", 3600L, 0xe3fcbb + 0x1c7f976, 4d), (reading.Version, reading.UptimeSeconds, (long)work.Hashrate!, work.Difficulty));
        Assert.Equal([new(new PciPlace(1, 0), 0, 0xe3fcbb, new(1, 0, null, 0)), new(new PciPlace(0x0a, 0), 1, 0x1c7f976, new(3, 1, null, 2))], work.Gpus);
        Assert.Equal(("eu1.example.org:5555", new MinerShares(4, 1, null, 2)), (work.Pool, work.Shares));
    }

    /// <summary>The manual's sample has comments and leaves parts out with dots: it is not JSON.</summary>
    [Fact, Trait("bad-input", "119")]
    public void Ethminers_documented_sample_is_not_an_answer() =>
        Assert.Null(Launches.Miner("ethminer").Read(new(Answers.At, Answers.Capture("ethminer/getstatdetail-documented.js.txt"))));

    [Fact, Trait("bad-input", "119")]
    public void Ccminer_2_2_4()
    {
        var reading = Read("ccminer", "ccminer/summary-cn-6x1070.txt", "ccminer/threads-cn-6x1070.txt", "ccminer/pool-cn-6x1070.txt");
        var work = Only(reading);
        Assert.Equal(("ccminer", "2.2.4", 90L, "cryptonight"), (reading.Name, reading.Version, reading.UptimeSeconds, work.Algorithm));
        Assert.Equal((1, 6), (reading.Work.Count, work.Gpus.Count));
        // 0.61 kH/s against 1.79 of the cards: the total lags behind.
        Assert.Equal(1_790, work.Hashrate!.Value, 6);
        Assert.Equal(new MinerShares(0, 0, 1, 0), work.Shares);
        Assert.All(work.Gpus, g => Assert.Null(g.Place));
        Assert.Equal([310, 310, 270], work.Gpus.Take(3).Select(g => Math.Round(g.Hashrate!.Value)));
        Assert.Equal(("europe.cryptonight-hub.miningpoolhub.com:17024", 84_035.439844), (work.Pool, work.Difficulty));
    }

    [Fact, Trait("bad-input", "119")]
    public void Nevermore_and_zjazz()
    {
        var nevermore = Read("ccminer", "ccminer/summary-nevermore-starting.txt");
        Assert.Equal(("nevermore", 1_230d, null), (nevermore.Name, Only(nevermore).Hashrate, nevermore.Work[0].Difficulty));
        var zjazz = Only(Read("ccminer", "ccminer/summary-zjazz.txt", "ccminer/threads-zjazz.txt"));
        Assert.Equal((2_689_640d, 25L, 8), (zjazz.Hashrate, zjazz.Shares.Accepted, zjazz.Gpus.Count));
        Assert.All(zjazz.Gpus, g => Assert.Null(g.Hashrate));
        Assert.Equal(2, zjazz.Gpus[0].Shares.Accepted);
    }

    [Fact, Trait("bad-input", "119")]
    public void T_Rex_on_the_telnet_port_speaks_it_too()
    {
        var work = Only(Read("ccminer", "t-rex/telnet-summary-ccminer-format.txt"));
        Assert.Equal(("x16r", 5_798_280d, 5L), (work.Algorithm, work.Hashrate, work.Shares.Accepted));
    }

    [Fact, Trait("bad-input", "119")]
    public void The_record_of_the_machine_is_not_a_card()
    {
        var records = PipeReply.Parse(Answers.Capture("ccminer/hwinfo-8x1070ti.txt"));
        Assert.Equal((9, 8), (records.Count, records.Count(r => r.ContainsKey("GPU"))));
        Assert.Equal("ravenminer".Length, PipeReply.Parse(Answers.Capture("ccminer/pool-nevermore.txt"))[0]["POOL"].Split('.')[1].Length);
    }

    [Fact, Trait("bad-input", "119")]
    public void Bars_and_NUL_bytes_at_the_end_do_no_harm()
    {
        var work = Only(Launches.Miner("ccminer").Read("NAME=ccminer;VER=2.3;ALGO=x16r;KHS=100.5;ACC=3;REJ=1;UPTIME=600;|\0\0", "GPU=0;BUS=10;KHS=100.5;ACC=3;REJ=1;HWF=2| \0", null));
        Assert.Equal((100_500d, new MinerShares(3, 1, null, 2)), (work.Hashrate!.Value, work.Shares));
        Assert.Equal(new PciPlace(10), work.Gpus[0].Place);
    }
}
