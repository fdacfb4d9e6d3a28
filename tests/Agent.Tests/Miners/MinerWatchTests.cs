using System.Net;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Miners;

/// <summary>Real processes with names of miners, found in the real <c>/proc</c> and asked over real sockets.</summary>
public sealed class MinerWatchTests
{
    const string TRex = """
        {"version":"0.26.8","uptime":600,"algorithm":"kawpow","hashrate":50000000,"accepted_count":9,"rejected_count":1,"invalid_count":0,
         "active_pool":{"url":"stratum+tcp://pool.example.org:4444"},
         "gpus":[{"gpu_id":0,"pci_bus":10,"pci_domain":0,"pci_id":0,"hashrate":30000000,"shares":{"accepted_count":5}},{"gpu_id":1,"pci_bus":11,"hashrate":20000000}]}
        """;

    static CancellationToken Test => TestContext.Current.CancellationToken;

    static MinerWatch Watch(Func<IReadOnlyList<MinerStatus>>? managed = null, TextWriter? log = null) =>
        new(new SystemRoots(), managed ?? (() => []), new AgentLog(log ?? TextWriter.Null, TimeProvider.System), TimeProvider.System);

    /// <summary>What was found of these processes; other tests of this class run fakes of their own at the same time.</summary>
    static async Task<List<MinerSnapshot>> ReadAsync(MinerWatch watch, params FakeMiner[] miners) =>
        [.. (await watch.ReadAsync(Test)).Where(s => miners.Any(m => m.Id == s.ProcessId))];

    [Fact]
    public async Task Several_miners_of_others_are_found_by_their_ports_and_read_at_once()
    {
        using var gpu = new FakeMiner("t-rex", "http", TRex, ["-a", "kawpow"]);
        using var cpu = new FakeMiner("xmrig", "http", """{"version":"6.22","uptime":500,"algo":"rx/0","hashrate":{"total":[900.5,null,null]},"results":{"shares_good":3,"shares_total":4}}""", ["-o", "pool"]);
        using var line = new FakeMiner("ccminer", "line", "NAME=ccminer;VER=2.3;ALGO=x16r;KHS=100.5;ACC=3;REJ=1;UPTIME=600|", ["-a", "x16r"]);
        using var watch = Watch();
        var found = await ReadAsync(watch, gpu, cpu, line);
        Assert.Equal(["t-rex", "xmrig", "ccminer"], found.Select(f => f.Miner.Id));
        Assert.Equal([50_000_000, 900.5, 100_500], found.Select(f => f.Reading!.Work[0].Hashrate!.Value));
        Assert.All(found, f => Assert.Null(f.Name));
        Assert.All(found, f => Assert.Equal(0, f.Silent));
        Assert.All(found, f => Assert.InRange(f.AgeSeconds!.Value, 0, 600));
    }

    [Fact]
    public async Task The_program_called_miner_is_told_by_its_command_line()
    {
        using var miner = new FakeMiner("miner", "http", """{"miner":"GMiner 3.44","uptime":300,"algorithm":"Etchash","devices":[{"gpu_id":0,"bus_id":"0000:0A:00.0","speed":40000000}]}""", ["--algo", "etchash", "--server", "pool"]);
        using var other = new FakeMiner("miner", "http", "{}", ["dig"]);
        using var watch = Watch();
        Assert.Equal("3.44", Assert.Single(await ReadAsync(watch, miner, other)).Reading!.Version);
    }

    [Fact]
    public async Task A_miner_under_its_own_watchdog_is_read_once_through_its_child()
    {
        using var miner = new FakeMiner("t-rex", "http", TRex, [], watched: true);
        using var watch = Watch();
        var all = await watch.ReadAsync(Test);
        var found = Assert.Single(all, s => s.ProcessId == miner.Id);
        Assert.Equal(50_000_000, found.Reading!.Work[0].Hashrate);
    }

    [Fact]
    public async Task One_that_is_gone_is_not_there_any_more_and_one_that_answers_something_new_is_followed()
    {
        using var watch = Watch();
        using (var miner = new FakeMiner("t-rex", "http", TRex, []))
        {
            Assert.Equal(50_000_000, Assert.Single(await ReadAsync(watch, miner)).Reading!.Work[0].Hashrate);
            miner.Say(TRex.Replace("50000000", "70000000", StringComparison.Ordinal));
            Assert.Equal(70_000_000, Assert.Single(await ReadAsync(watch, miner)).Reading!.Work[0].Hashrate);
        }
        Assert.DoesNotContain(await watch.ReadAsync(Test), s => s.Miner.Id == "t-rex" && s.Reading?.Work[0].Hashrate == 70_000_000);
    }

    [Theory]
    [InlineData("deaf", "")]
    [InlineData("http", "<html>not yet</html>")]
    [InlineData("http", "")]
    public async Task One_that_says_nothing_yet_starts_and_has_no_speed(string protocol, string answer)
    {
        using var miner = new FakeMiner("t-rex", protocol, answer, []);
        using var watch = Watch();
        var snapshot = Assert.Single(await ReadAsync(watch, miner));
        Assert.Null(snapshot.Reading);
        Assert.Equal(1, snapshot.Silent);
        var work = Assert.Single(WorkMapper.Map([snapshot], [])!);
        Assert.Equal(("T-Rex", null), (work.Miner, work.Hashrate));
        Assert.NotNull(work.UptimeSeconds);
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_after_its_time_and_then_asked_less_often()
    {
        var log = new StringWriter();
        using var hung = new FakeMiner("t-rex", "hung", "", []);
        using var well = new FakeMiner("xmrig", "http", """{"uptime":500,"algo":"rx/0","hashrate":{"total":[900.5]},"results":{"shares_good":3}}""", []);
        using var watch = Watch(log: TextWriter.Synchronized(log));
        for (int i = 1; i <= 2; i++)
        {
            var both = await ReadAsync(watch, hung, well);
            Assert.Equal((i, 0), (both.Single(s => s.ProcessId == hung.Id).Silent, both.Single(s => s.ProcessId == well.Id).Silent));
        }
        int asked = hung.Connections;
        Assert.InRange(asked, 2, int.MaxValue);
        Assert.Equal(2, (await ReadAsync(watch, hung, well)).Single(s => s.ProcessId == hung.Id).Silent);
        Assert.Equal(asked, hung.Connections);   // it was not asked again
        Assert.Contains("does not answer within 5 s", log.ToString());
    }

    [Fact]
    public async Task The_agents_own_miner_is_asked_where_it_was_told_to_listen_and_carries_its_name()
    {
        using var miner = new FakeMiner("t-rex", "http", TRex, ["--api-bind-http", "127.0.0.1:" + FreePort.Next()]);
        var wanted = new DesiredMiner { Name = "main", Miner = "t-rex", Devices = ["0000:0a:00.0"], Algorithms = [new() { Algorithm = "kawpow", Coin = "RVN" }] };
        var status = new MinerStatus(wanted, MinerStates.Running) { ProcessId = miner.Id, Api = new(IPAddress.Loopback, miner.Port), ApiToken = "t0ken" };
        using var watch = Watch(() => [status]);
        var snapshot = Assert.Single(await ReadAsync(watch, miner));
        Assert.Equal(("main", 50_000_000d), (snapshot.Name, snapshot.Reading!.Work[0].Hashrate));
        Assert.Equal("RVN", WorkMapper.Map([snapshot], [])![0].Coin);
    }

    [Fact]
    public async Task A_reading_of_the_rig_has_the_work_of_its_cards()
    {
        using var folder = new TempDirectory();
        using var miner = new FakeMiner("t-rex", "http", TRex, []);
        string xml = folder.Write("two cards.xml", Gpus.NvidiaSmiAnswerTests.Document(Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0B:00.0"), Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0A:00.0")));
        var log = new AgentLog(TextWriter.Null, TimeProvider.System);
        var roots = new SystemRoots();
        using var watch = Watch();
        var options = new BloxOs.Agent.Configuration.AgentOptions { NvidiaSmi = ["cat", xml] };
        var reader = new BloxOs.Agent.Telemetry.RigReader(
            new(roots, () => [], TimeProvider.System), BloxOs.Agent.Gpus.GpuVendors.Create(options, roots, TimeProvider.System), new(), watch, log, TimeProvider.System);
        var (inventory, sample) = await reader.ReadAsync(Test);
        Assert.Equal(["0000:0a:00.0", "0000:0b:00.0"], inventory.Gpus!.Select(g => g.BusId));
        var work = Assert.Single(sample.Work!, w => w.Miner == "T-Rex" && w.Hashrate == 50_000_000);
        Assert.Equal(("kawpow", "0.26.8", "pool.example.org:4444", 600L), (work.Algorithm, work.Version, work.Pool, work.UptimeSeconds));
        Assert.Equal((9L, 1L, null, 0L), (work.Accepted, work.Rejected, work.Stale, work.Invalid));
        Assert.Equal([(0, 30_000_000, 5L), (1, 20_000_000, null)], work.Gpus!.Select(g => (g.Index, g.Hashrate!.Value, g.Accepted)));
    }
}
