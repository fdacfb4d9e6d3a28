using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>
/// A rig of nineteen cards of three vendors, whole: the native program in a system of its own, whose drivers' files and <c>nvidia-smi</c> are made up, over a connection and the gateway to what the
/// server shows of the rig.
/// </summary>
public sealed class MixedRigTests(AgentBuilds builds, SharedServer shared) : IAsyncLifetime
{
    /// <summary>NVIDIA cards sit on even buses from 02, AMD cards on odd ones from 03, the Intel card in the middle of them.</summary>
    static readonly string[] s_nvidias = [.. Enumerable.Range(1, 12).Select(i => $"0000:{i * 2:x2}:00.0")];

    static readonly string[] s_amds = [.. Enumerable.Range(1, 6).Select(i => $"0000:{(i * 2) + 1:x2}:00.0")];

    const string Arc = "0000:0f:00.0";

    Chroot _system = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a chroot needs root");
        _system = await Chroot.CreateAsync();
    }

    public ValueTask DisposeAsync()
    {
        _system?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact, Trait("bad-input", "118")]
    public async Task Nineteen_cards_come_through_the_gateway_in_the_order_of_their_bus_ids_and_dead_ones_stay_in_their_place()
    {
        MakeCards();
        File.Copy(await builds.ProgramAsync(), _system.At("/usr/local/bin/bloxos-agent"));
        var server = await shared.GetAsync(builds);
        var rig = await server.AddRigAsync("mixed-19");
        Write("/root/token", rig.Token);
        await using var agent = await _system.StartAsync($"exec env -i PATH=/usr/bin:/bin BLOXOS_SERVER={server.Url} BLOXOS_TOKEN_FILE=/root/token BLOXOS_STATE_DIRECTORY=/root/state /usr/local/bin/bloxos-agent");

        var view = await UntilAsync(server, rig.RigId, v => Readings(v).Length == 19, "nineteen cards");
        string[] buses = [.. s_nvidias.Concat(s_amds).Append(Arc).Order(StringComparer.Ordinal)];
        Assert.Equal(buses, view.Description.Inventory.Gpus.Select(g => g.BusId));
        Assert.Equal((12, 6, 1), (Count(view, "nvidia"), Count(view, "amd"), Count(view, "intel")));
        // Every card has its own temperature: the number of its bus, and 20, 40 or 52 by vendor.
        Assert.Equal(buses.Select(b => s_nvidias.Contains(b) ? 20 + Bus(b) : s_amds.Contains(b) ? 40 + Bus(b) : 52), Readings(view).Select(g => (int)g.CoreCelsius!));
        Assert.All(Readings(view), g => Assert.Null(g.Fault));

        // One falls off the bus, one answers nothing but errors, an AMD card is silent.
        Write("/answer", $"Unable to determine the device handle for GPU0: {s_nvidias[0]}: GPU is lost.  Reboot the system to recover this GPU\n{Document(s_nvidias[1..], silent: s_nvidias[5])}");
        Write($"/sys/class/drm/card15/device/hwmon/hwmon15/temp1_input", "");
        view = await UntilAsync(server, rig.RigId, v => Readings(v).Any(g => g.Fault is not null), "dead cards");
        Assert.Equal(buses, view.Description.Inventory.Gpus.Select(g => g.BusId));
        var faults = Readings(view).Where(g => g.Fault is not null).ToDictionary(g => buses[g.Index], g => g.Fault!);
        Assert.Equal(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [s_nvidias[0]] = "GPU is lost", [s_nvidias[5]] = "Unknown Error", [s_amds[5]] = "no sensor of the card answers",
        }, faults);
        Assert.Equal(16, Readings(view).Count(g => g.CoreCelsius is not null));
    }

    static async Task<RigView> UntilAsync(RealServer server, string rigId, Func<RigView, bool> condition, string what)
    {
        RigView view = null!;
        await Eventually.CostlyAsync(async () => condition(view = await server.ViewAsync(rigId)), TimeSpan.FromMinutes(3), what, Cancellation);
        return view;
    }

    static GpuReading[] Readings(RigView view) => [.. view.Reading.Sample.Read().Gpus];

    static int Count(RigView view, string vendor) => view.Description.Inventory.Gpus.Count(g => g.Vendor == vendor);

    static int Bus(string bus) => Convert.ToInt32(bus[5..7], 16);

    void MakeCards()
    {
        foreach (string bus in s_nvidias) { OnBus(bus, "0x10de"); }
        for (int i = 0; i < s_amds.Length; i++)
        {
            int number = 10 + i;
            OnBus(s_amds[i], "0x1002");
            Card(number, "0x1002", $"DRIVER=amdgpu\nPCI_ID=1002:73FF\nPCI_SLOT_NAME={s_amds[i]}\n", "amdgpu");
            Write($"/sys/class/drm/card{number}/device/hwmon/hwmon{number}/temp1_input", $"{(40 + Bus(s_amds[i])) * 1000}\n");
        }
        Write("/sys/module/amdgpu/refcnt", "1");
        OnBus(Arc, "0x8086");
        Card(40, "0x8086", $"DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME={Arc}\n", "xe");
        Write("/sys/class/drm/card40/device/hwmon/hwmon40/temp2_label", "pkg\n");
        Write("/sys/class/drm/card40/device/hwmon/hwmon40/temp2_input", "52000\n");
        Write("/answer", Document(s_nvidias));
        Write("/usr/bin/nvidia-smi", "#!/bin/sh\nexec cat /answer\n");
        File.SetUnixFileMode(_system.At("/usr/bin/nvidia-smi"), (UnixFileMode)0b111_101_101);
    }

    void OnBus(string bus, string vendor)
    {
        Write($"/sys/bus/pci/devices/{bus}/class", "0x030000\n");
        Write($"/sys/bus/pci/devices/{bus}/vendor", vendor + "\n");
        Write($"/sys/bus/pci/devices/{bus}/driver/bind", "");
    }

    void Card(int number, string vendor, string uevent, string driver)
    {
        Write($"/sys/class/drm/card{number}/device/vendor", vendor + "\n");
        Write($"/sys/class/drm/card{number}/device/uevent", uevent);
        Write($"/sys/class/drm/card{number}/device/hwmon/hwmon{number}/name", driver + "\n");
    }

    static string Document(IEnumerable<string> buses, string? silent = null)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_device_v12.dtd\">\n<nvidia_smi_log><driver_version>570.1</driver_version>\n");
        foreach (string bus in buses)
        {
            string degrees = bus == silent ? "[Unknown Error]" : $"{20 + Bus(bus)} C", watts = bus == silent ? "[Unknown Error]" : $"{100 + Bus(bus)}.50 W";
            text.Append($"<gpu id=\"0000{bus.ToUpperInvariant()}\"><product_name>NVIDIA GeForce RTX 3070</product_name><uuid>GPU-{Bus(bus)}</uuid><fan_speed>{(bus == silent ? degrees : "60 %")}</fan_speed>")
                .Append($"<temperature><gpu_temp>{degrees}</gpu_temp></temperature><power_readings><power_draw>{watts}</power_draw></power_readings></gpu>\n");
        }
        return text.Append("</nvidia_smi_log>\n").ToString();
    }

    void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_system.At(path))!);
        File.WriteAllText(_system.At(path), text);
    }
}
