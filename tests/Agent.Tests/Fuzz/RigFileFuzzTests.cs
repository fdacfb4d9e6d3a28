using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Protocol;
using BloxOs.TestServers;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

/// <summary>Files of drivers and of the kernel with content that no driver should write: a dying card and a hostile process do.</summary>
public sealed class RigFileFuzzTests : IDisposable
{
    static readonly string[] AmdFiles =
    [
        "revision", "device", "unique_id", "product_name", "subsystem_vendor", "mem_info_vram_total", "mem_info_vram_vendor", "vbios_version", "current_link_speed", "current_link_width", "max_link_speed",
        "max_link_width", "pcie_replay_count", "gpu_busy_percent", "pp_dpm_sclk", "pp_dpm_mclk", "pp_dpm_pcie", "ras/umc_err_count", "gpu_metrics", "power/runtime_status", "hwmon/hwmon1/temp1_label",
        "hwmon/hwmon1/temp1_input", "hwmon/hwmon1/temp2_label", "hwmon/hwmon1/temp2_input", "hwmon/hwmon1/pwm1", "hwmon/hwmon1/pwm1_max", "hwmon/hwmon1/fan1_input", "hwmon/hwmon1/power1_average",
        "hwmon/hwmon1/power1_cap", "hwmon/hwmon1/freq1_label", "hwmon/hwmon1/freq1_input", "uevent",
    ];

    static readonly string[] Texts =
    [
        "edge\n", "61000\n", "0: 300Mhz \n1: 1350Mhz *\n", "0: 2.5GT/s, x1 619Mhz \n1: 8.0GT/s, x16 619Mhz *\n", "8573157376\n", "16.0 GT/s PCIe\n", "ue: 1\nce: 12\n", "0x1002\n", "samsung\n",
        "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:731F\nPCI_SUBSYS_ID=1043:04E2\nPCI_SLOT_NAME=0000:0a:00.0\n",
    ];

    readonly TempDirectory _folder = new();

    [Fact, Trait("bad-input", "118")]
    public void The_files_of_the_amd_driver()
    {
        _folder.Write("class/drm/card1/device/vendor", "0x1002\n");
        _folder.Write("class/drm/card1/device/uevent", Texts[^1]);
        _folder.Write("class/drm/card1/device/hwmon/hwmon1/name", "amdgpu\n");
        var files = new AmdFiles(new(Sys: _folder.Path, Share: _folder.Path));
        int at = 0;
        ParserFuzz.Run(Texts, text =>
        {
            Put($"class/drm/card1/device/{AmdFiles[at++ % AmdFiles.Length]}", text);
            Check(files.Read());
        });
    }

    [Fact, Trait("bad-input", "118")]
    public void The_files_of_the_intel_driver()
    {
        string[] names = ["uevent", "device", "hwmon/hwmon1/temp2_label", "hwmon/hwmon1/temp2_input", "hwmon/hwmon1/energy1_input", "hwmon/hwmon1/power1_cap", "hwmon/hwmon1/fan1_input", "tile0/gt0/freq0/act_freq", "tile0/gt0/freq0/throttle/reason_status", "current_link_speed", "current_link_width", "max_link_width", "tile0/physical_vram_size_bytes"];
        _folder.Write("class/drm/card1/device/vendor", "0x8086\n");
        _folder.Write("class/drm/card1/device/uevent", "DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:03:00.0\n");
        _folder.Write("class/drm/card1/device/hwmon/hwmon1/name", "xe\n");
        var intel = new Intel(new(Sys: _folder.Path), TimeProvider.System);
        int at = 0;
        ParserFuzz.Run([.. Texts, "DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:03:00.0\n"], text =>
        {
            Put($"class/drm/card1/device/{names[at++ % names.Length]}", text);
            Check(intel.Read());
        });
    }

    [Fact]
    public void The_files_of_the_machine()
    {
        string[] names =
        [
            "cpuinfo", "meminfo", "loadavg", "uptime", "stat", "sys/kernel/osrelease", "sys/kernel/random/boot_id", "mounts", "self/mounts", "os-release", "class/dmi/id/board_name", "class/dmi/id/board_vendor",
            "class/hwmon/hwmon0/name", "class/hwmon/hwmon0/temp1_input", "class/hwmon/hwmon0/temp1_label", "class/powercap/intel-rapl:0/energy_uj", "class/powercap/intel-rapl:0/max_energy_range_uj", "class/powercap/intel-rapl:0/name",
        ];
        string[] seeds =
        [
            "processor\t: 0\nmodel name\t: AMD Ryzen 9\n\nprocessor\t: 1\n", "MemTotal: 16384 kB\nMemAvailable: 8192 kB\n", "0.50 0.40 0.30 1/100 1234\n", "86400.50 100.00\n", "cpu  100 0 50 1000 5 0 0 0 0 0\ncpu0 1 2 3 4\n",
            "/dev/sda1 / ext4 ro,relatime 0 0\n", "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n", "6.1.0-18-amd64\n", "k10temp\n", "Tctl\n", "45500\n", "123456789\n", "package-0\n",
        ];
        var reader = new SystemReader(new(Proc: _folder.Path, Sys: _folder.Path, Etc: _folder.Path), () => [], TimeProvider.System);
        int at = 0;
        ParserFuzz.Run(seeds, text =>
        {
            Put(names[at++ % names.Length], text);
            byte[] bytes = ProtocolJson.ToUtf8(new InventoryChanged { Inventory = reader.ReadInventory() });
            bytes = [.. bytes, .. ProtocolJson.ToUtf8(reader.ReadStats() with { Sequence = 1 })];
            Assert.InRange(bytes.Length, 1, ProtocolLimits.MessageBytes * 2);
        });
    }

    [Fact, Trait("bad-input", "122")]
    public void Processes_and_sockets()
    {
        _folder.Write("77/stat", "77 (t-rex) S 1 77 77 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 5000 1 1\n");
        _folder.Write("77/cmdline", "/opt/t-rex\0-a\0kawpow\0--api-bind-http\0127.0.0.1:4067\0");
        _folder.Write("77/fd/none", "");
        string[] names = ["77/stat", "77/cmdline", "net/tcp", "net/tcp6", "uptime", "77/environ"];
        string[] seeds =
        [
            "77 (t-rex) S 1 77 77 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 5000 1 1\n", "/opt/t-rex\0-a\0kawpow\0--api-bind-http\0127.0.0.1:4067\0", "86400.50 100.00\n",
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:0FE3 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 98765 1 0\n",
        ];
        var roots = new SystemRoots(Proc: _folder.Path);
        int at = 0;
        ParserFuzz.Run(seeds, text =>
        {
            Put(names[at++ % names.Length], text);
            _ = new MinerFinder(roots, TimeProvider.System).Find(new HashSet<int>());
            _ = ListeningSockets.Read(roots);
            _ = new ProcessTable(roots).Has(77, "A=b");
        });
    }

    [Fact]
    public void The_list_of_models() => ParserFuzz.Run(["# list\n1.0.0\n731F,\tC1,\tAMD Radeon RX 5700 XT\n67DF,\tE7,\tRadeon RX 580\n"], text =>
    {
        Put("libdrm/amdgpu.ids", text);
        _ = new AmdNames(new(Share: _folder.Path)).Of("0x731f", "0xc1");
    });

    [Fact, Trait("bad-input", "123")]
    public void The_end_of_a_reply() => ParserFuzz.RunBytes([.. ((string[])["{\"a\":[1,\"}\\\"\"]}\n", "GPU=0;KHS=1|", "[[],{}]"]).Select(System.Text.Encoding.UTF8.GetBytes)], bytes =>
    {
        var end = new ReplyEnd();
        foreach (byte[] piece in bytes.Chunk(7)) { end.Add(piece); }
    });

    /// <summary>Digits of other scripts, numbers too big for a message, a name as long as a book: found by long runs, and mended.</summary>
    [Theory]
    [InlineData("class/drm/card1/device/pp_dpm_pcie", "1: \u0668.0GT/s, x1\u0ed2 619Mhz *\n")]
    [InlineData("class/drm/card1/device/current_link_speed", "\uabf28.0 GT/s PCIe\n")]
    [InlineData("class/drm/card1/device/product_name", "LONG")]
    [InlineData("class/drm/card1/device/uevent", "DRIVER=LONG\nPCI_SLOT_NAME=0000:0a:00.0\n")]
    [InlineData("loadavg", "DIGITS 0.1 0.1\n")]
    [InlineData("uptime", "DIGITS 0.1\n")]
    public void What_was_found(string file, string text)
    {
        _folder.Write("class/drm/card1/device/vendor", "0x1002\n");
        _folder.Write("class/drm/card1/device/uevent", Texts[^1]);
        _folder.Write("class/drm/card1/device/hwmon/hwmon1/name", "amdgpu\n");
        _folder.Write(file, text.Replace("LONG", new string('x', 100_000), StringComparison.Ordinal).Replace("DIGITS", new string('9', 250), StringComparison.Ordinal));
        Check(new AmdFiles(new(Sys: _folder.Path, Share: _folder.Path)).Read());
        _ = ProtocolJson.ToUtf8(new SystemReader(new(Proc: _folder.Path, Sys: _folder.Path, Etc: _folder.Path), () => [], TimeProvider.System).ReadStats());
    }

    /// <summary>As single bytes, which need not be UTF-8.</summary>
    void Put(string name, string text)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text));
    }

    /// <summary>Whatever a card said, it goes over the wire.</summary>
    static void Check(GpuReport report)
    {
        var stats = new Stats { Sequence = 1, Gpus = [.. report.Cards.Select(c => c.Stats)] };
        Assert.InRange(ProtocolJson.ToUtf8(stats).Length, 1, ProtocolLimits.MessageBytes);
        Assert.InRange(ProtocolJson.ToUtf8(new InventoryChanged { Inventory = new() { Gpus = [.. report.Cards.Select(c => c.Inventory)] } }).Length, 1, ProtocolLimits.MessageBytes);
    }

    public void Dispose() => _folder.Dispose();
}
