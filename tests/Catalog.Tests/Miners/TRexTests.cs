using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

public sealed class TRexTests
{
    static readonly MinerDescriptor Miner = Launches.Miner("t-rex");

    [Fact, Trait("bad-input", "119")]
    public void A_launch_puts_accounts_into_a_file()
    {
        var command = Miner.BuildCommandLine(Launches.Of("kawpow"), Launches.Api);
        Assert.Equal("-c /var/lib/bloxos/miners/t-rex-main.json -d 0,2 --pci-indexing --api-bind-http 127.0.0.1:40123 --api-read-only --no-watchdog", string.Join(' ', command.Arguments));
        Assert.Equal("/var/lib/bloxos/miners/t-rex-main.json", command.ConfigFile!.Path);
        Assert.Equal("""
            {
              "algo": "kawpow",
              "pools": [
                {
                  "url": "stratum+tcp://pool.example.org:4444",
                  "user": "wallet1",
                  "pass": "secret",
                  "worker": "rig1"
                },
                {
                  "url": "stratum+ssl://backup.example.org:5555",
                  "user": "wallet1",
                  "pass": "x",
                  "worker": "rig1"
                }
              ],
              "api-bind-telnet": "0",
              "autoupdate": false
            }

            """, command.ConfigFile.Content);
    }

    [Fact, Trait("bad-input", "119")]
    public void A_second_algorithm_and_extra_flags_follow()
    {
        var launch = Launches.Of("ethash").And("kawpow") with { Devices = null, ExtraArguments = ["--low-load", "0,1", "--keep-gpu-busy"] };
        Assert.Equal(
            "-c /var/lib/bloxos/miners/t-rex-main.json --dual-algo kawpow --url2 stratum+tcp://second.example.org:6666 --user2 wallet2 --pass2 x --worker2 rig1 "
            + "--pci-indexing --api-bind-http 127.0.0.1:40123 --api-read-only --no-watchdog --low-load 0,1 --keep-gpu-busy", Miner.Line(launch));
    }

    [Fact, Trait("bad-input", "119")]
    public void The_newest_format()
    {
        var reading = Miner.Read(Answers.Capture("t-rex/summary-0.25.9-rtx3070.json"));
        Assert.Equal(("0.25.9", 116L), (reading.Version, reading.UptimeSeconds));
        var work = Assert.Single(reading.Work);
        Assert.Equal(("ethash", 50_287_688d, "us1.ethermine.org:4444", 4.29e9), (work.Algorithm, work.Hashrate, work.Pool, work.Difficulty));
        Assert.Equal(new MinerShares(1, 0, null, 0), work.Shares);
        Assert.Equal(new MinerGpuWork(new PciPlace(10, 0, 0), 0, 50_287_688, new(1, 0, null, 0)), Assert.Single(work.Gpus));
    }

    [Fact, Trait("bad-input", "119")]
    public void The_oldest_format()
    {
        var work = Assert.Single(Miner.Read(Answers.Capture("t-rex/summary-api1.0.json")).Work);
        Assert.Equal(("lyra2z", 24_300_920d, 44L), (work.Algorithm, work.Hashrate, work.Shares.Accepted));
        Assert.Equal(8, work.Gpus.Count);
        Assert.All(work.Gpus, g => Assert.Null(g.Place));
        Assert.Equal(2_966_131, work.Gpus[7].Hashrate);
        Assert.Null(work.Shares.Invalid);
    }

    [Fact, Trait("bad-input", "119")]
    public void Eight_cards()
    {
        var work = Assert.Single(Miner.Read(Answers.Capture("t-rex/summary-api3.2-8gpu-ethash.json")).Work);
        Assert.Equal((8, 331L, 0.55858), (work.Gpus.Count, work.Shares.Accepted, work.Difficulty!.Value));
        Assert.Equal(28_867_241, work.Gpus[1].Hashrate);
        Assert.Equal(work.Gpus.Sum(g => g.Hashrate!.Value), work.Hashrate!.Value, 1.0);
    }

    [Fact, Trait("bad-input", "119")]
    public void The_documented_sample_has_comments_and_a_card_that_is_switched_off()
    {
        var work = Assert.Single(Miner.Read(Answers.Capture("t-rex/summary-documented.json5")).Work);
        Assert.Equal(("x16r", 4_529_054d, 6L), (work.Algorithm, work.Hashrate, work.Shares.Accepted));
        Assert.Null(Assert.Single(work.Gpus).Hashrate);
    }

    [Fact, Trait("bad-input", "119")]
    public void Two_algorithms_stay_apart_and_a_total_without_cards_gives_way_to_their_sum()
    {
        var reading = Miner.Read(Answers.Fixture("t-rex-dual.json"));
        Assert.Equal(["ethash", "kawpow"], reading.Work.Select(w => w.Algorithm));
        Assert.Equal([100e6, 20e6], reading.Work.Select(w => w.Hashrate));
        Assert.Equal(new PciPlace(0x1e, 0, 0), reading.Work[0].Gpus[1].Place);
        Assert.Equal("b.example.org:2", reading.Work[1].Pool);
        Assert.False(reading.Starting);
    }

    [Fact, Trait("bad-input", "119")]
    public void A_start_is_not_a_speed_of_0()
    {
        var reading = Miner.Read("""{"algorithm":"kawpow","uptime":4,"hashrate":0,"gpus":[{"gpu_id":0,"pci_bus":1,"hashrate":0}],"accepted_count":0}""");
        Assert.True(reading.Starting);
        Assert.Null(reading.Work[0].Hashrate);
        Assert.Null(reading.Work[0].Gpus[0].Hashrate);
    }

    [Fact, Trait("bad-input", "119")]
    public void After_the_start_0_is_a_fact()
    {
        var reading = Miner.Read("""{"algorithm":"kawpow","uptime":400,"hashrate":0,"gpus":[{"gpu_id":0,"pci_bus":1,"hashrate":0}],"accepted_count":0}""");
        Assert.False(reading.Starting);
        Assert.Equal(0, reading.Work[0].Hashrate);
    }
}
