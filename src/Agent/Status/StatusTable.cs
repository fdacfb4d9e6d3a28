using System.Globalization;
using System.Text;
using BloxOs.Protocol;

namespace BloxOs.Agent.Status;

/// <summary>What <c>status</c> prints: the machine, its cards and its miners, for people.</summary>
internal static class StatusTable
{
    const double Gibibyte = 1L << 30;

    /// <summary>UTF-8 text. A value that could not be read is a dash, never 0.</summary>
    public static byte[] Write(Inventory inventory, Stats sample)
    {
        var text = new StringBuilder();
        Machine(text, inventory, sample);
        text.Append('\n');
        Cards(text, inventory.Gpus ?? [], sample.Gpus ?? []);
        text.Append('\n');
        Miners(text, sample.Work ?? []);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static void Machine(StringBuilder text, Inventory rig, Stats sample)
    {
        var cpu = sample.Cpu;
        Line(text, "Rig", rig.HostName, rig.Addresses is { Count: > 0 } addresses ? string.Join(' ', addresses) : null);
        Line(text, "System", rig.OperatingSystem, rig.Kernel is { } kernel ? "kernel " + kernel : null, sample.UptimeSeconds is { } up ? "up " + Duration(up) : null);
        Line(text, "Board", rig.Board);
        Line(text, "Processor", rig.CpuModel, rig.CpuThreads is { } threads ? $"{threads} threads" : null, With(cpu?.Celsius, "°C"), Load(cpu?.Load1), With(cpu?.PowerWatts, "W"));
        Line(text, "Memory", With(sample.MemoryUsedBytes / Gibibyte, "GiB used of", "0.0"), With(rig.MemoryBytes / Gibibyte, "GiB", "0.0"));
        Line(text, "Disk", With(sample.DiskFreeBytes / Gibibyte, "GiB free of", "0.0"), With(rig.DiskBytes / Gibibyte, "GiB", "0.0"), rig.DiskReadOnly == true ? "READ-ONLY" : null);
    }

    static void Cards(StringBuilder text, IReadOnlyList<GpuInventory> cards, IReadOnlyList<GpuStats> readings)
    {
        if (cards.Count == 0)
        {
            text.Append("No cards. \"bloxos-agent doctor\" says whether a driver is missing.\n");
            return;
        }
        var table = new TextTable(">#", "BUS", "MODEL", ">MEM GiB", ">CORE °C", ">HOT °C", ">MEM °C", ">FAN %", ">POWER W", ">LIMIT W", ">CORE MHz", ">MEM MHz", ">USE %", "STATE");
        foreach (var card in cards)
        {
            var r = readings.FirstOrDefault(g => g.Index == card.Index) ?? new();
            table.Add(
                With(card.Index), card.BusId, card.Model, With(card.MemoryBytes / Gibibyte), With(r.CoreCelsius), With(r.HotspotCelsius), With(r.MemoryCelsius), With(r.FanPercent),
                With(r.PowerWatts), With(r.PowerLimitWatts), With(r.CoreMegahertz), With(r.MemoryMegahertz), With(r.UtilizationPercent), r.Fault is { } fault ? "DEAD: " + fault : "ok");
        }
        table.Write(text);
    }

    static void Miners(StringBuilder text, IReadOnlyList<WorkStats> work)
    {
        if (work.Count == 0)
        {
            text.Append("No miner runs.\n");
            return;
        }
        var table = new TextTable("MINER", "VERSION", "ALGORITHM", "COIN", ">HASHRATE", ">ACCEPTED", ">REJECTED", ">STALE", ">INVALID", ">UP", "POOL");
        foreach (var w in work)
        {
            table.Add(
                w.Miner, w.Version, w.Algorithm, w.Coin, w.Hashrate is { } rate ? Hashrate(rate) : "starting", With(w.Accepted), With(w.Rejected), With(w.Stale), With(w.Invalid),
                w.UptimeSeconds is { } up ? Duration(up) : null, w.Pool);
        }
        table.Write(text);
    }

    static void Line(StringBuilder text, string name, params string?[] parts)
    {
        string[] told = [.. parts.OfType<string>().Select(TextTable.Printable)];
        text.Append(name.PadRight(11)).Append(told.Length == 0 ? "-" : string.Join("  ", told)).Append('\n');
    }

    static string? Load(double? load) => load is { } value ? string.Create(CultureInfo.InvariantCulture, $"load {value:0.00}") : null;

    static string? With(double? value, string? unit = null, string format = "0") =>
        value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) + (unit is null ? "" : " " + unit) : null;

    static string Hashrate(double rate)
    {
        string[] units = ["H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s"];
        int unit = 0;
        for (; rate >= 1000 && unit < units.Length - 1; unit++) { rate /= 1000; }
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0.00} {units[unit]}");
    }

    static string Duration(long seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1_000_000_000));
        return time.Days > 0 ? $"{time.Days} d {time.Hours} h" : time.Hours > 0 ? $"{time.Hours} h {time.Minutes} min" : $"{time.Minutes} min {time.Seconds} s";
    }
}
