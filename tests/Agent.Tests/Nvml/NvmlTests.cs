using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Nvml;

/// <summary>The way through the driver's library, with a library that answers as told.</summary>
public sealed class NvmlTests : IDisposable
{
    const string A = "0000:0a:00.0", B = "0000:0b:00.0", C = "0000:0c:00.0";

    readonly TempDirectory _folder = new();

    Nvidia Vendor(string library, double seconds = 60, string tool = "/nowhere/nvidia-smi") =>
        new(new(library, null, tool), new(new(Sys: _folder.Path)), TimeProvider.System, TimeSpan.FromSeconds(seconds));

    static Task<GpuReport> ReadAsync(Nvidia vendor) => vendor.ReadAsync(TestContext.Current.CancellationToken);

    void OnBus(params string[] addresses)
    {
        foreach (string bus in addresses)
        {
            _folder.Write($"bus/pci/devices/{bus}/class", "0x030000\n");
            _folder.Write($"bus/pci/devices/{bus}/vendor", "0x10de\n");
        }
    }

    [Fact]
    public async Task A_card_is_read_whole()
    {
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{A} ok NVIDIA GeForce RTX 3080")));
        Assert.True(report.Complete);
        Assert.Null(report.Problem);
        var (inventory, stats) = Assert.Single(report.Cards);
        Assert.Equal(
            new() { BusId = A, Vendor = "nvidia", Uuid = "GPU-" + A, Model = "NVIDIA GeForce RTX 3080", MemoryBytes = 10L << 30, Board = "Gigabyte", PcieGenerationMax = 4, PcieWidthMax = 16, Vbios = "94.02.71.40.72", Driver = "550.90.07", PowerLimitMinWatts = 100, PowerLimitDefaultWatts = 320, PowerLimitMaxWatts = 336 },
            inventory);
        Assert.Equal(
            new() { CoreCelsius = 61, MemoryCelsius = 94, FanPercent = 70, FanRpm = 2400, PowerWatts = 220.5, PowerLimitWatts = 230, CoreMegahertz = 1410, MemoryMegahertz = 9501, UtilizationPercent = 99, ThrottleReasons = 0x24, PcieGeneration = 3, PcieWidth = 1, PcieReplays = 9, EccCorrected = 2, EccUncorrected = 1 },
            stats);
    }

    [Fact, Trait("bad-input", "118")]
    public async Task What_a_card_does_not_support_is_absent_and_never_0()
    {
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{A} unsupported GeForce GTX 1050")));
        Assert.Equal(new() { CoreCelsius = 61 }, Assert.Single(report.Cards).Stats);
        Assert.Null(report.Cards[0].Inventory.PowerLimitMaxWatts);
    }

    [Fact, Trait("bad-input", "118")]
    public async Task A_lost_card_is_dead_by_its_address_and_hides_no_other()
    {
        OnBus(A, B);
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{A} ok RTX 3080", $"{B} lost RTX 3080")));
        Assert.Equal(A, Assert.Single(report.Cards).Inventory.BusId);
        Assert.Equal(new DeadGpu(B, "GPU is lost"), Assert.Single(report.Dead));
    }

    [Fact, Trait("bad-input", "118")]
    public async Task A_card_that_is_lost_while_the_agent_runs_keeps_what_it_was()
    {
        string library = FakeNvml.Build(_folder, 0, $"{A} ok RTX 3080", $"{B} ok RTX 3090");
        var vendor = Vendor(library);
        Assert.Equal(2, (await ReadAsync(vendor)).Cards.Count);
        FakeNvml.Set(library, 0, $"{A} ok RTX 3080", $"{B} lost-later RTX 3090");
        var report = await ReadAsync(vendor);
        Assert.Equal([null, "GPU is lost"], report.Cards.Select(c => c.Stats.Fault));
        Assert.Equal(("RTX 3090", B), (report.Cards[1].Inventory.Model, report.Cards[1].Inventory.BusId));
        Assert.Null(report.Cards[1].Stats.CoreCelsius);
        // The driver is opened once, however often and whatever it is asked.
        Assert.Single(await File.ReadAllLinesAsync(Path.ChangeExtension(library, ".txt") + ".inits", TestContext.Current.CancellationToken));
    }

    [Fact, Trait("bad-input", "118")]
    public async Task A_card_that_answers_with_an_unknown_error_is_dead()
    {
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{A} unknown RTX 3080")));
        Assert.Equal(new DeadGpu(A, "Unknown Error"), Assert.Single(report.Dead));
    }

    [Fact]
    public async Task A_card_that_this_user_may_not_read_is_said_so()
    {
        OnBus(A, B);
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{A} denied RTX 3080", $"{B} ok RTX 3080")));
        Assert.Contains("insufficient permission", report.Problem);
        Assert.Equal(B, Assert.Single(report.Cards).Inventory.BusId);
        Assert.Empty(report.Dead);
    }

    [Fact]
    public async Task A_card_that_another_driver_has_is_not_dead_because_one_beside_it_is()
    {
        OnBus(A, B, C);
        OnDriver(A, "vfio-pci");
        OnDriver(C, "nvidia");
        // B is the lost one; A and C are not known to the library at all.
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, 0, $"{B} lost RTX 3080")));
        Assert.Equal([new(B, "GPU is lost"), new(C, "GPU is lost")], report.Dead);
    }

    void OnDriver(string bus, string driver)
    {
        Directory.CreateDirectory(_folder.File($"bus/pci/drivers/{driver}"));
        Directory.CreateSymbolicLink(_folder.File($"bus/pci/devices/{bus}/driver"), _folder.File($"bus/pci/drivers/{driver}"));
    }

    [Theory]
    [InlineData(18, "restart the rig")]
    [InlineData(4, "may not use")]
    [InlineData(9, "not loaded")]
    public async Task A_library_that_does_not_come_up_is_a_problem_for_people(int init, string said)
    {
        OnBus(A);
        var report = await ReadAsync(Vendor(FakeNvml.Build(_folder, init, $"{A} ok RTX 3080")));
        Assert.Contains(said, report.Problem);
        Assert.Empty(report.Cards);
        Assert.False(report.Complete);
    }

    [Fact, Trait("bad-input", "65")]
    public async Task A_call_that_hangs_is_left_behind_and_none_is_started_beside_it()
    {
        string library = FakeNvml.Build(_folder, 0, $"{A} hang RTX 3080");
        var vendor = Vendor(library, seconds: 0.5, tool: _folder.Script("smi", $"touch {_folder.Path}/started"));
        Assert.Contains("does not answer", (await ReadAsync(vendor)).Problem);
        Assert.Contains("does not answer", (await ReadAsync(vendor)).Problem);
        Assert.Contains("does not answer", (await ReadAsync(vendor)).Problem);
        await Eventually.Async(() => File.Exists(Hung()), what: "the call in the driver", cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("does not answer", (await ReadAsync(vendor)).Problem);
        Assert.Single(await File.ReadAllLinesAsync(Hung(), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "started")), "nvidia-smi was asked although the driver hangs");

        string Hung() => Path.ChangeExtension(library, ".txt") + ".hung";
    }

    [Fact]
    public async Task Without_a_library_the_tool_is_asked()
    {
        string xml = _folder.Write("a.xml", Gpus.NvidiaSmiAnswerTests.Document(Gpus.NvidiaSmiAnswerTests.Gpu("00000000:0A:00.0")));
        var report = await ReadAsync(Vendor("/nowhere/libnvidia-ml.so.1", tool: _folder.Script("smi", $"cat {xml}")));
        Assert.Equal(A, Assert.Single(report.Cards).Inventory.BusId);
    }

    [Fact]
    public async Task A_tool_that_can_only_make_a_table_is_asked_for_one_with_the_fields_that_it_knows()
    {
        var report = await ReadAsync(Vendor("/nowhere/libnvidia-ml.so.1", tool: _folder.Script("smi", """
            case "$1" in
              -q) echo "Option \"-q\" is not recognized"; exit 2 ;;
              *power.draw.instant*) echo 'Field "power.draw.instant" is not a valid field to query.'; exit 2 ;;
              *temperature.memory*) echo 'Field "temperature.memory" is not a valid field to query.'; exit 2 ;;
            esac
            echo "0, 00000000:0A:00.0, GeForce GTX 1070, GPU-1, 390.1, 66, 75, 120.50, 130.00, 90.00, 170.00, 151.00, 1835, 4006, 8119, 99, 1, 3, 1, 16, 0x33021462, 86.04.50.00.7b, 0x0000000000000004"
            """)));
        var card = Assert.Single(report.Cards);
        Assert.Equal((A, "GeForce GTX 1070", "MSI", 66, 120.5, 4), (card.Inventory.BusId, card.Inventory.Model, card.Inventory.Board, card.Stats.CoreCelsius, card.Stats.PowerWatts, card.Stats.ThrottleReasons));
        Assert.Null(card.Stats.MemoryCelsius);
    }

    public void Dispose() => _folder.Dispose();
}
