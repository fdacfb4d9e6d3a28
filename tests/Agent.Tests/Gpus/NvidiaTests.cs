using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>The vendor with real processes in place of the tool.</summary>
public sealed class NvidiaTests : IDisposable
{
    readonly TempDirectory _folder = new();

    Nvidia Tool(string script, double seconds = 20) =>
        new(new(null, null, _folder.Script("smi", script)), new(new(Sys: _folder.Path)), TimeProvider.System, TimeSpan.FromSeconds(seconds));

    static Task<GpuReport> ReadAsync(Nvidia nvidia) => nvidia.ReadAsync(TestContext.Current.CancellationToken);

    [Fact, Trait("bad-input", "65")]
    public async Task A_missing_tool_is_no_card_and_no_problem()
    {
        var report = await ReadAsync(new(new(null, null, "/nowhere/nvidia-smi"), new(new(Sys: _folder.Path)), TimeProvider.System));
        Assert.Empty(report.Cards);
        Assert.Null(report.Problem);
    }

    [Fact, Trait("bad-input", "65")]
    public async Task A_hanging_tool_is_stopped_with_its_children()
    {
        string marker = Path.Combine(_folder.Path, "pid");
        var nvidia = Tool($"sleep 1000 & echo $! > {marker}; wait", 5);
        Assert.Contains("in time", (await ReadAsync(nvidia)).Problem);
        string pid = File.ReadAllText(marker).Trim();
        await Eventually.Async(() => !File.Exists($"/proc/{pid}/cmdline") || File.ReadAllText($"/proc/{pid}/cmdline").Length == 0, what: "the child's end", cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_guard_against_heat_asks_the_tool_for_temperatures_only()
    {
        string asked = _folder.File("asked");
        var nvidia = Tool($"""
            echo "$*" >> {asked}
            case "$1" in
              *temperature.memory*) [ -e {_folder.File("new")} ] || {"{"} echo 'Field "temperature.memory" is not a valid field to query.'; exit 2; {"}"}; echo "0, 00000000:0A:00.0, 61, 94" ;;
              *) echo "0, 00000000:0A:00.0, 62" ;;
            esac
            """);
        _folder.Write("new", "");
        var card = Assert.Single((await nvidia.ReadHeatAsync(TestContext.Current.CancellationToken)).Cards);
        Assert.Equal(("0000:0a:00.0", 61d, 94d), (card.Inventory.BusId, card.Stats.CoreCelsius, card.Stats.MemoryCelsius));
        // A driver that does not know one of them is not asked for it again.
        File.Delete(_folder.File("new"));
        Assert.Equal(62, Assert.Single((await nvidia.ReadHeatAsync(TestContext.Current.CancellationToken)).Cards).Stats.CoreCelsius);
        Assert.Equal(62, Assert.Single((await nvidia.ReadHeatAsync(TestContext.Current.CancellationToken)).Cards).Stats.CoreCelsius);
        string[] calls = File.ReadAllLines(asked);
        Assert.Equal(4, calls.Length);
        Assert.All(calls, c => Assert.StartsWith("--query-gpu=index,pci.bus_id,temperature.gpu", c));
    }

    [Theory]
    [InlineData("exit 0", "0000:0a:00.0")]
    [InlineData("echo 'Unable to determine the device handle for GPU 0000:0A:00.0: Unknown Error'; exit 15", "0000:0a:00.0")]
    [InlineData("echo 'No devices were found'; exit 6", null)]
    public async Task A_lost_card_does_not_take_the_guard_its_eyes(string query, string? bus)
    {
        string xml = _folder.Write("b.xml", NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu("00000000:0A:00.0")));
        var report = await Tool($"case \"$1\" in --query*) {query} ;; *) cat {xml} ;; esac").ReadHeatAsync(TestContext.Current.CancellationToken);
        Assert.Equal(bus, report.Cards.Select(c => c.Inventory.BusId).FirstOrDefault());
    }

    [Fact, Trait("bad-input", "65")]
    public async Task A_tool_that_prints_100_MB_is_stopped()
    {
        var report = await ReadAsync(Tool("head -c 100000000 /dev/zero"));
        Assert.Contains("too much", report.Problem);
    }

    [Fact, Trait("bad-input", "65")]
    public async Task A_tool_that_crashes_is_a_problem()
    {
        var report = await ReadAsync(Tool("kill -SEGV $$"));
        Assert.Contains("139", report.Problem);
    }

    [Fact]
    public async Task One_lost_card_that_blanks_the_answer_does_not_hide_the_others()
    {
        foreach (string bus in new[] { "0000:0a:00.0", "0000:0b:00.0", "0000:0c:00.0" })
        {
            _folder.Write($"bus/pci/devices/{bus}/class", "0x030000\n");
            _folder.Write($"bus/pci/devices/{bus}/vendor", bus.Contains(":0c:") ? "0x1002\n" : "0x10de\n");
        }
        string xml = _folder.Write("b.xml", NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu("00000000:0B:00.0")));
        var report = await ReadAsync(Tool($"""
            test "$4" = "0000:0b:00.0" && exec cat {xml}
            echo "Unable to determine the device handle for GPU 0000:0A:00.0: GPU is lost.  Reboot the system to recover this GPU"
            exit 15
            """));
        Assert.Equal("0000:0b:00.0", Assert.Single(report.Cards).Inventory.BusId);
        Assert.Equal("0000:0a:00.0", Assert.Single(report.Dead).BusId);
    }

    [Fact]
    public async Task With_many_slow_cards_one_reading_has_an_end_and_the_rest_comes_with_the_next()
    {
        string[] all = [.. Enumerable.Range(0, 6).Select(i => $"0000:{i:x2}:00.0")];
        foreach (string bus in all)
        {
            _folder.Write($"bus/pci/devices/{bus}/class", "0x030000\n");
            _folder.Write($"bus/pci/devices/{bus}/vendor", "0x10de\n");
        }
        _folder.Write("answer", NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu("BUS")));
        var nvidia = Tool($"""
            [ -z "$4" ] && echo "Unable to determine the device handle for GPU 0000:00:00.0: GPU is lost.  Reboot the system to recover this GPU" && exit 15
            echo "$4" >> {_folder.File("asked")}
            sleep 2; sed "s/BUS/0000$4/" {_folder.File("answer")}
            """, seconds: 5);
        int readings = 0;
        var seen = new HashSet<string?>();
        for (; seen.Count < 5; readings++)
        {
            Assert.True(readings < 30, "cards were never read");
            var report = await ReadAsync(nvidia);
            Assert.InRange(report.Cards.Count, 0, 3);
            seen.UnionWith(report.Cards.Select(c => c.Inventory.BusId));
        }
        Assert.Equal(all[1..], seen.Order());
        Assert.True(readings >= 2);
    }

    [Fact]
    public void Every_vendor_is_in_the_registry()
    {
        var listed = GpuVendors.Create(new(), new SystemRoots(), TimeProvider.System).Select(v => v.GetType()).ToHashSet();
        var all = typeof(IGpuVendor).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IGpuVendor)) && t != typeof(SharedVendor));
        Assert.DoesNotContain(all, t => !listed.Contains(t));
    }

    public void Dispose() => _folder.Dispose();
}
