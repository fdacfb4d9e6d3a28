using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Doctor;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tests.Nvml;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Doctor;

/// <summary>The doctor on made-up rigs: everything that it looks at lies in a folder.</summary>
public sealed class DoctorTests : IDisposable
{
    const string A = "0000:0a:00.0", B = "0000:0b:00.0";

    readonly TempDirectory _folder = new();

    SystemRoots Roots => new(_folder.File("proc"), _folder.File("sys"), _folder.File("etc"), _folder.File("share"), _folder.File("dev"), _folder.File("run"));

    DoctorContext Rig(AgentOptions? options = null) => new()
    {
        Options = options ?? new() { StateDirectory = _folder.File("state"), MinersDirectory = _folder.File("miners"), NvmlLibrary = "/nowhere/libnvidia-ml.so.1" },
        Roots = Roots,
        Time = TimeProvider.System,
        User = 1000,
        ToolFolders = [_folder.File("bin")],
    };

    static async Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context) => await new RigDoctor(context).ExamineAsync(TestContext.Current.CancellationToken);

    static Finding Of(IReadOnlyList<Finding> findings, string check) => Assert.Single(findings, f => f.Check == check);

    static async Task<Finding> ExamineAsync(DoctorContext context, string check) => Of(await ExamineAsync(context), check);

    void Card(string bus, string vendor, string? driver)
    {
        _folder.Write($"sys/bus/pci/devices/{bus}/class", "0x030000\n");
        _folder.Write($"sys/bus/pci/devices/{bus}/vendor", vendor + "\n");
        if (driver is null) { return; }
        string target = _folder.File("sys/bus/pci/drivers/" + driver);
        Directory.CreateDirectory(target);
        Directory.CreateSymbolicLink(_folder.File($"sys/bus/pci/devices/{bus}/driver"), target);
    }

    [Fact]
    public async Task A_rig_without_cards_needs_no_drivers()
    {
        var findings = await ExamineAsync(Rig());
        Assert.All(["NVIDIA", "AMD", "Intel"], vendor => Assert.Equal(CheckState.Ok, Of(findings, vendor).State));
        Assert.All(findings, f => Assert.Equal(f.State == CheckState.Ok, f.Fix is null));
    }

    [Fact]
    public async Task Nvidia_without_driver_library_and_tool_is_missing()
    {
        Card(A, "0x10de", "nvidia");
        Card(B, "0x10de", null);
        var findings = await ExamineAsync(Rig());
        var driver = Of(findings, "NVIDIA driver");
        Assert.Equal((CheckState.Missing, $"1 of 2 cards have none: {B}"), (driver.State, driver.Text));
        Assert.Contains("nvidia-driver", driver.Fix);
        Assert.Equal(CheckState.Missing, Of(findings, "NVIDIA library").State);
        Assert.Equal(CheckState.Warning, Of(findings, "nvidia-smi").State);
    }

    [Fact]
    public async Task Nvidia_with_nouveau_is_told_and_the_tool_alone_is_a_warning()
    {
        Card(A, "0x10de", "nouveau");
        _folder.Write("bin/nvidia-smi", "");
        var findings = await ExamineAsync(Rig());
        Assert.Contains("nouveau", Of(findings, "NVIDIA driver").Text);
        Assert.Equal(CheckState.Missing, Of(findings, "NVIDIA driver").State);
        Assert.Equal(CheckState.Warning, Of(findings, "NVIDIA library").State);
        Assert.Equal(CheckState.Ok, Of(findings, "nvidia-smi").State);
    }

    [Theory]
    [InlineData(0, "ok", nameof(CheckState.Ok), "reads 2 of 2 cards")]
    [InlineData(0, "lost", nameof(CheckState.Missing), "reads 1 of 2 cards")]
    [InlineData(9, "ok", nameof(CheckState.Missing), "the NVIDIA driver is not loaded")]
    [InlineData(4, "ok", nameof(CheckState.Missing), "this user may not use the NVIDIA driver: it needs access to /dev/nvidiactl and /dev/nvidia*")]
    public async Task The_library_is_asked(int init, string mode, string state, string text)
    {
        Card(A, "0x10de", "nvidia");
        Card(B, "0x10de", "nvidia");
        string library = FakeNvml.Build(_folder, init, $"{A} ok RTX 3080", $"{B} {mode} RTX 3080");
        var found = await ExamineAsync(Rig(new() { StateDirectory = _folder.Path, NvmlLibrary = library }), "NVIDIA library");
        Assert.Equal((state, text), (found.State.ToString(), found.Text));
    }

    [Theory]
    [InlineData("0xfff7ffff", nameof(CheckState.Ok), null)]
    [InlineData("0xfff7bfff", nameof(CheckState.Warning), "amdgpu.ppfeaturemask=0xfff7ffff")]
    [InlineData("4294950911", nameof(CheckState.Warning), "amdgpu.ppfeaturemask=0xffffffff")]
    [InlineData("-1", nameof(CheckState.Ok), null)]
    [InlineData("what", nameof(CheckState.Warning), "load the amdgpu driver")]
    public async Task The_overdrive_mask_is_read(string mask, string state, string? fix)
    {
        Card(A, "0x1002", "amdgpu");
        Card(B, "0x1002", null);
        _folder.Write("sys/module/amdgpu/parameters/ppfeaturemask", mask + "\n");
        var findings = await ExamineAsync(Rig());
        Assert.Equal(state, Of(findings, "AMD overdrive").State.ToString());
        Assert.Contains(fix ?? "", Of(findings, "AMD overdrive").Fix ?? "");
        Assert.Equal((CheckState.Missing, $"amdgpu does not have 1 of 2 cards: {B}"), (Of(findings, "AMD driver").State, Of(findings, "AMD driver").Text));
    }

    [Fact]
    public async Task An_intel_card_needs_a_driver_and_the_processors_own_graphics_none()
    {
        Card("0000:00:02.0", "0x8086", null);
        Assert.Equal(CheckState.Ok, (await ExamineAsync(Rig(), "Intel")).State);
        Card(A, "0x8086", "xe");
        Assert.Equal(CheckState.Ok, (await ExamineAsync(Rig(), "Intel driver")).State);
        Card(B, "0x8086", "vfio-pci");
        Assert.Equal(CheckState.Missing, (await ExamineAsync(Rig(), "Intel driver")).State);
    }

    [Fact]
    public async Task The_kernels_log_is_read_as_the_agent_reads_it()
    {
        var without = await ExamineAsync(Rig(), "kernel log");
        Assert.Equal(CheckState.Warning, without.State);
        Assert.Contains("dmesg_restrict=0", without.Fix);
        Assert.Contains("install the agent again", without.Fix);
        _folder.Write("etc/systemd/system/bloxos-agent.service", "[Service]\n#StandardInput=file:/dev/kmsg\n");
        Assert.Equal(CheckState.Warning, (await ExamineAsync(Rig(), "kernel log")).State);
        _folder.Write("etc/systemd/system/bloxos-agent.service", "[Service]\nStandardInput=file:/dev/kmsg\n");
        Assert.StartsWith("is opened for the agent by its unit", (await ExamineAsync(Rig(), "kernel log")).Text, StringComparison.Ordinal);
        File.SetUnixFileMode(_folder.Write("bin/dmesg", "#!/bin/sh\nexit 0\n"), (UnixFileMode)0b111_101_101);
        Assert.Equal("can be read through dmesg", (await ExamineAsync(Rig(), "kernel log")).Text);
        _folder.Write("dev/kmsg", "6,1,1,-;Linux\n");
        Assert.Equal("can be read", (await ExamineAsync(Rig(), "kernel log")).Text);
    }

    [Fact]
    public async Task A_read_only_disk_and_a_state_directory_that_cannot_be_made_are_missing()
    {
        _folder.Write("proc/self/mounts", "/dev/sda2 / ext4 ro,relatime 0 0\n");
        var bad = await ExamineAsync(Rig(new() { StateDirectory = Path.Combine(_folder.Write("a file", ""), "state") }));
        Assert.Equal((CheckState.Missing, CheckState.Missing), (Of(bad, "disk").State, Of(bad, "state directory").State));
        _folder.Write("proc/self/mounts", "/dev/sda2 / ext4 rw,relatime 0 0\n");
        var good = await ExamineAsync(Rig());
        Assert.NotEqual(CheckState.Missing, Of(good, "disk").State);
        Assert.Contains("the agent makes it", Of(good, "state directory").Text);
        Assert.False(Directory.Exists(_folder.File("state")), "the doctor changes nothing");
        Directory.CreateDirectory(_folder.File("state"));
        Assert.Contains("can be written", (await ExamineAsync(Rig(), "state directory")).Text);
    }

    [Fact]
    public async Task Miners_need_a_directory_that_only_its_owner_can_write_and_their_user()
    {
        Assert.Equal(CheckState.Warning, (await ExamineAsync(Rig(), "miners")).State);
        Directory.CreateDirectory(_folder.File("miners/t-rex"));
        Assert.Equal((CheckState.Ok, $"1 folders in {_folder.File("miners")}"), await ExamineAsync(Rig(), "miners") is var ok ? (ok.State, ok.Text) : default);
        File.SetUnixFileMode(_folder.File("miners"), (UnixFileMode)0b111_111_111);
        Assert.Equal(CheckState.Missing, (await ExamineAsync(Rig(), "miners")).State);

        var options = Rig().Options with { MinerUser = "miner" };
        Assert.Contains("there is no user miner", (await ExamineAsync(Rig(options), "miner user")).Text);
        _folder.Write("etc/passwd", "root:x:0:0::/:\nminer:x:998:998::/:\n");
        Assert.Contains("cannot be started as miner", (await ExamineAsync(Rig(options), "miner user")).Text);
        Directory.CreateDirectory(_folder.File("run/systemd/system"));
        Assert.Equal(CheckState.Ok, (await ExamineAsync(Rig(options) with { User = 0 }, "miner user")).State);
    }

    [Fact]
    public async Task Systemd_user_and_sensors_are_told()
    {
        var plain = await ExamineAsync(Rig());
        Assert.Equal((CheckState.Warning, CheckState.Warning, CheckState.Warning), (Of(plain, "systemd").State, Of(plain, "user").State, Of(plain, "CPU temperature").State));
        Directory.CreateDirectory(_folder.File("run/systemd/system"));
        _folder.Write("sys/class/hwmon/hwmon0/name", "k10temp\n");
        _folder.Write("sys/class/hwmon/hwmon0/temp1_input", "51000\n");
        _folder.Write("sys/class/powercap/intel-rapl:0/energy_uj", "1\n");
        var whole = await ExamineAsync(Rig() with { User = 0 });
        Assert.Equal((CheckState.Ok, CheckState.Ok, "51 °C", CheckState.Ok),
            (Of(whole, "systemd").State, Of(whole, "user").State, Of(whole, "CPU temperature").Text, Of(whole, "CPU power").State));
    }

    [Fact]
    public async Task Whether_the_agent_can_reboot_the_rig_is_told_with_what_to_do()
    {
        var none = new RootHelper(TimeProvider.System, _folder.File("power.sock"));
        var without = await ExamineAsync(Rig() with { Helper = none }, "reboot");
        Assert.Equal(CheckState.Warning, without.State);
        Assert.Contains("BLOXOS_REBOOT_COMMAND", without.Fix);
        Directory.CreateDirectory(_folder.File("run/systemd/system"));
        Assert.Contains("install the agent again", (await ExamineAsync(Rig() with { Helper = none }, "reboot")).Fix);
        Assert.Equal(CheckState.Ok, (await ExamineAsync(Rig(Rig().Options with { RebootCommand = ["true"], ShutdownCommand = ["true"] }) with { Helper = none }, "reboot")).State);
        Assert.DoesNotContain(await ExamineAsync(Rig() with { Helper = none, User = 0 }), f => f.Check == "reboot");
        await using var helper = new FakeRootHelper();
        Assert.Equal(CheckState.Ok, (await ExamineAsync(Rig() with { Helper = helper.Client }, "reboot")).State);
        Assert.Empty(helper.Asked);
    }

    [Theory]
    [InlineData("systemd 239 (239-78.el8)", nameof(CheckState.Warning), "too old to run miners in units of their own")]
    [InlineData("systemd 252 (252.38-1~deb12u1)", nameof(CheckState.Ok), "version 252 runs this machine")]
    [InlineData("", nameof(CheckState.Ok), "runs this machine")]
    public async Task An_old_systemd_is_told(string version, string state, string said)
    {
        Directory.CreateDirectory(_folder.File("run/systemd/system"));
        Directory.CreateDirectory(_folder.File("tools"));
        _folder.Script("tools/systemctl", $"echo '{version}'");
        var found = await ExamineAsync(Rig() with { ToolFolders = [_folder.File("tools")] }, "systemd");
        Assert.Equal(state, found.State.ToString());
        Assert.Contains(said, found.Text);
    }

    [Theory]
    [InlineData(426, nameof(CheckState.Ok))]
    [InlineData(503, nameof(CheckState.Warning))]
    [InlineData(200, nameof(CheckState.Missing))]
    [InlineData(302, nameof(CheckState.Missing))]
    public async Task The_server_is_asked_without_the_token(int status, string state)
    {
        bool secret = false;
        await using var server = await FakeServer.StartAsync(visit =>
        {
            secret |= visit.Http.Request.Headers.Authorization.Count > 0;
            visit.Http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var findings = await ExamineAsync(Rig(new() { Server = ServerAddress.Parse(server.Url), Token = "very-secret", StateDirectory = _folder.Path }));
        Assert.Equal(state, Of(findings, "server").State.ToString());
        Assert.Equal((CheckState.Ok, "agrees with the server's"), (Of(findings, "clock").State, Of(findings, "clock").Text));
        Assert.False(secret);
        Assert.Single(server.Visits);
        Assert.DoesNotContain("very-secret", FindingText.Of(findings));
    }

    [Fact, Trait("bad-input", "114")]
    public async Task A_server_that_is_not_there_and_a_clock_that_is_wrong_are_told()
    {
        string url;
        await using (var gone = await FakeServer.StartAsync(_ => Task.CompletedTask)) { url = gone.Url; }
        var options = new AgentOptions { Server = ServerAddress.Parse(url), StateDirectory = _folder.Path };
        var found = await ExamineAsync(Rig(options), "server");
        Assert.Equal(CheckState.Missing, found.State);
        Assert.Contains("nothing listens there", found.Text);

        await using var server = await FakeServer.StartAsync(visit => { visit.Http.Response.StatusCode = 426; return Task.CompletedTask; });
        var there = options with { Server = ServerAddress.Parse(server.Url) };
        var early = await ExamineAsync(Rig(there) with { Time = new FakeTimeProvider(new(1970, 1, 1, 0, 5, 0, TimeSpan.Zero)) }, "clock");
        Assert.Equal(CheckState.Missing, early.State);
        Assert.Contains("certificates look not yet valid", early.Text, StringComparison.Ordinal);
        Assert.Equal(CheckState.Warning, (await ExamineAsync(Rig(there) with { Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1)) }, "clock")).State);
    }

    [Theory]
    [InlineData(0b110_000_000, nameof(CheckState.Ok), "mode 600")]
    [InlineData(0b110_100_100, nameof(CheckState.Warning), "mode 644")]
    public void The_tokens_file_is_looked_at(int mode, string state, string text)
    {
        string file = _folder.Write("token", "very-secret");
        File.SetUnixFileMode(file, (UnixFileMode)mode);
        var context = DoctorContext.Of(() => new(new Dictionary<string, string> { ["BLOXOS_SERVER"] = "http://127.0.0.1:1", ["BLOXOS_TOKEN_FILE"] = file }, _folder.File("agent.conf")), TimeProvider.System);
        var findings = SettingsCheck.Examine(context).ToArray();
        var token = Of(findings, "token");
        Assert.Equal(state, token.State.ToString());
        Assert.Contains(text, token.Text);
        Assert.DoesNotContain("very-secret", FindingText.Of(findings));
    }

    [Fact]
    public void Wrong_settings_are_one_finding_and_the_rest_is_examined_all_the_same()
    {
        DoctorContext Of(params (string Key, string Value)[] settings) =>
            DoctorContext.Of(() => new(settings.ToDictionary(s => s.Key, s => s.Value), _folder.File("agent.conf")), TimeProvider.System);

        var noToken = Of(("BLOXOS_SERVER", "https://farm.example"));
        Assert.Contains("The token is missing", noToken.SettingsProblem);
        Assert.Equal("farm.example", noToken.Options.Server!.Uri.Host);
        var noServer = Of(("BLOXOS_MINERS_DIRECTORY", "/srv/miners"));
        Assert.Contains("BLOXOS_SERVER is missing", noServer.SettingsProblem);
        Assert.Equal("/srv/miners", noServer.Options.MinersDirectory);
        var broken = Of(("BLOXOS_NVIDIA_SMI", "'x"));
        Assert.Contains("quote", broken.SettingsProblem);
        Assert.Equal(CheckState.Missing, SettingsCheck.Examine(broken).First().State);
        var joins = Of(("BLOXOS_SERVER", "https://farm.example"), ("BLOXOS_ENROLLMENT_CODE", "bxe_very-secret"), ("BLOXOS_TOKEN_FILE", _folder.File("token")));
        Assert.Equal(CheckState.Warning, SettingsCheck.Examine(joins).Last().State);
        Assert.DoesNotContain("very-secret", FindingText.Of([.. SettingsCheck.Examine(joins)]));
    }

    [Fact]
    public void Findings_are_a_line_each_with_the_fix_in_words()
    {
        string text = FindingText.Of([Finding.Ok("disk", "takes writes"), Finding.Missing("NVIDIA driver", "none\u001b[2J", "install it")]);
        Assert.Equal("ok       disk           takes writes\nmissing  NVIDIA driver  none [2J. Fix: install it\n\n1 missing, 0 warnings, 1 ok\n", text);
    }

    public void Dispose() => _folder.Dispose();
}
