using System.Net;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Miners;

/// <summary>A made-up <c>/proc</c>.</summary>
public sealed class ProcessTableTests : IDisposable
{
    readonly TempDirectory _proc = new();

    SystemRoots Roots => new(Proc: _proc.Path);

    void Add(int id, string name, string commandLine, int parent = 1, long start = 1000)
    {
        _proc.Write($"{id}/stat", $"{id} ({name}) S {parent} 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {start} 9 10 11");
        _proc.Write($"{id}/cmdline", commandLine);
    }

    [Fact]
    public void A_name_may_hold_brackets_and_blanks()
    {
        Add(7, "a) (b S 1", "/opt/t-rex/t-rex\0-a\0kawpow\0", parent: 3, start: 4242);
        var process = new ProcessTable(Roots).Read(7)!;
        Assert.Equal((7, 3, 4242L), (process.Id, process.ParentId, process.StartTicks));
        Assert.Equal(["/opt/t-rex/t-rex", "a) (b S 1"], process.Names);
        Assert.Equal(["-a", "kawpow"], process.Arguments);
    }

    [Fact]
    public void Threads_of_the_kernel_and_what_is_gone_are_no_programs()
    {
        Add(2, "kthreadd", "");
        _proc.Write("3/stat", "nonsense");
        var table = new ProcessTable(Roots);
        Assert.Null(table.Read(2));
        Assert.Null(table.Read(3));
        Assert.Null(table.Read(4));
        Assert.Null(table.Sockets(4));
        Assert.Equal([2, 3], table.Ids().Order());
    }

    [Fact]
    public void Age_comes_from_the_start_and_the_uptime()
    {
        _proc.Write("uptime", "1234.50 99.9");
        Assert.Equal(1224, new ProcessTable(Roots).AgeSeconds(1000));
        Assert.Null(new ProcessTable(Roots).AgeSeconds(999_999));
    }

    [Fact]
    public void Sockets_that_listen_are_read_in_both_versions()
    {
        _proc.Write("net/tcp", """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0FE3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
               1: 00000000:0FBC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 112 1 0 100 0 0 10 0
               2: 0100007F:0FE3 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 113 1 0 100 0 0 10 0
               3: garbage
            """);
        _proc.Write("net/tcp6", """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000001000000:1388 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 121 1 0 100 0 0 10 0
               1: 00000000000000000000000000000000:1389 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 122 1 0 100 0 0 10 0
               2: 0000000000000000FFFF00000100007F:138A 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 123 1 0 100 0 0 10 0
            """);
        var sockets = ListeningSockets.Read(Roots);
        Assert.Equal([111, 112, 121, 122, 123], sockets.Keys.Order());
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 4067), sockets[111]);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 4028), sockets[112]);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 5000), sockets[121]);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5001), sockets[122]);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5002), sockets[123]);
    }

    [Fact]
    public void Without_a_look_at_its_sockets_the_command_line_tells_the_port()
    {
        Add(10, "t-rex", "t-rex\0--api-bind-http\0127.0.0.1:5001\0", start: 2);
        Add(11, "lolMiner", "lolMiner\0--algo\0ETCHASH\0", start: 3);
        Add(12, "onezerominer", "onezerominer\0", start: 1);
        Add(13, "miner", "/usr/bin/miner\0dig\0");
        Add(14, "bash", "bash\0-c\0t-rex\0");
        Add(15, "t-rex", "t-rex\0--api-bind-http\00\0", start: 4);
        var found = new MinerFinder(Roots, TimeProvider.System).Find(new HashSet<int>());
        Assert.Equal(["onezerominer", "t-rex", "lolminer", "t-rex"], found.Select(f => f.Miner.Id));
        Assert.Equal(["127.0.0.1:3001", "127.0.0.1:5001", "", ""], found.Select(f => string.Join(' ', f.Candidates)));
    }

    [Fact]
    public void A_miner_under_its_own_watchdog_is_one_and_what_is_known_is_left_out()
    {
        Add(20, "t-rex", "t-rex\0", start: 1);
        Add(21, "t-rex", "t-rex\0--api-bind-http\0127.0.0.1:5001\0", parent: 20, start: 2);
        Add(22, "xmrig", "xmrig\0", parent: 1, start: 3);
        Assert.Equal([20, 22], new MinerFinder(Roots, TimeProvider.System).Find(new HashSet<int>()).Select(f => f.ProcessId));
        Assert.Equal([22], new MinerFinder(Roots, TimeProvider.System).Find(new HashSet<int> { 20 }).Select(f => f.ProcessId));
        Assert.Equal([22], new MinerFinder(Roots, TimeProvider.System).Find(new HashSet<int> { 21 }).Select(f => f.ProcessId));
        Assert.Equal([20], new MinerFinder(Roots, TimeProvider.System).Find(new HashSet<int> { 22 }).Select(f => f.ProcessId));
    }

    [Fact]
    public void A_number_that_another_program_got_is_looked_at_again()
    {
        Add(30, "t-rex", "t-rex\0", start: 1);
        var finder = new MinerFinder(Roots, TimeProvider.System);
        Assert.Single(finder.Find(new HashSet<int>()));
        Add(30, "xmrig", "xmrig\0--http-port=5\0", start: 9);
        Assert.Equal("xmrig", Assert.Single(finder.Find(new HashSet<int>())).Miner.Id);
        Directory.Delete(_proc.File("30"), recursive: true);
        Assert.Empty(finder.Find(new HashSet<int>()));
    }

    [Fact]
    public void A_process_that_becomes_a_miner_is_seen_within_half_a_minute()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        Add(40, "bash", "bash\0start.sh\0");
        var finder = new MinerFinder(Roots, time);
        Assert.Empty(finder.Find(new HashSet<int>()));
        Add(40, "t-rex", "t-rex\0");
        Assert.Empty(finder.Find(new HashSet<int>()));
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Single(finder.Find(new HashSet<int>()));
    }

    public void Dispose() => _proc.Dispose();
}
