using BloxOs.Data.Timeline;

namespace BloxOs.Grains.Rigs;

/// <summary>Notices in the samples of a rig what its agent sends no event for: that cards slow themselves, and that it mines something else.</summary>
internal sealed class SampleTrail
{
    /// <summary>Reasons that cost hashrate because the card or its power supply is at its end; a power limit is a choice.</summary>
    const GpuThrottle Trouble = GpuThrottle.Heat | GpuThrottle.HardwareHeat | GpuThrottle.PowerBrake | GpuThrottle.Hardware;

    /// <summary>A card on the edge of its limit goes to and fro by the second: it is told once in this time.</summary>
    static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(30);

    ulong _slowed;
    uint _mined;
    string? _minedText;
    Dictionary<int, DateTimeOffset>? _told;

    /// <summary>A bit per card that slows itself, by its index.</summary>
    public static ulong SlowedOf(RigStats stats)
    {
        ulong slowed = 0;
        foreach (var gpu in stats.Gpus) { if ((gpu.ThrottleReasons & Trouble) > 0) { slowed |= 1UL << gpu.Index; } }
        return slowed;
    }

    /// <summary>A number that changes with what is mined by which version of which miner; 0 for nothing. Equal in every process.</summary>
    public static uint MinedOf(RigStats stats)
    {
        const uint Offset = 2_166_136_261, Prime = 16_777_619;
        if (stats.Work.Length == 0) { return 0; }
        uint hash = Offset;
        foreach (var work in stats.Work)
        {
            hash = (Add(Add(Add(Add(hash, work.Miner), work.Version), work.Algorithm), work.Coin) ^ 1) * Prime;
        }
        return hash == 0 ? 1 : hash;

        static uint Add(uint hash, string? text)
        {
            foreach (char letter in text ?? "") { hash = (hash ^ letter) * Prime; }
            return (hash ^ 0xFFFF) * Prime;
        }
    }

    /// <summary>Cheap, as it is asked with every sample.</summary>
    public bool HasNews(RigSample sample) => sample.Slowed != _slowed || (sample.Mined != _mined && sample.Mined != 0);

    /// <summary>What is new since the sample before.</summary>
    public List<TrailItem> Take(RigSample sample, RigInventory inventory, DateTimeOffset now)
    {
        var items = new List<TrailItem>();
        var stats = sample.Read();
        ulong fresh = sample.Slowed & ~_slowed;
        _slowed = sample.Slowed;
        foreach (var gpu in stats.Gpus)
        {
            if ((fresh >> gpu.Index & 1) == 0 || (_told?.TryGetValue(gpu.Index, out var last) == true && now - last < TellAgainAfter)) { continue; }
            (_told ??= [])[gpu.Index] = now;
            items.Add(new("throttle", TimelineSeverity.Warning, NameOf(gpu.Index, inventory), Why(gpu)));
        }
        if (sample.Mined != _mined && sample.Mined != 0)
        {
            string mined = string.Join(", ", stats.Work.Select(TextOf));
            if (_minedText is not null && _minedText != mined) { items.Add(new("switch", TimelineSeverity.Info, Text: $"{_minedText} → {mined}")); }
            (_mined, _minedText) = (sample.Mined, mined);
        }
        return items;
    }

    static string TextOf(WorkReading work) => $"{work.Miner ?? "miner"} {work.Algorithm}{(work.Coin is null ? "" : $" ({work.Coin})")}";

    static string NameOf(int index, RigInventory inventory) =>
        inventory.Gpus.FirstOrDefault(card => card.Index == index)?.BusId is { } bus ? $"GPU {index} {bus}" : $"GPU {index}";

    static string Why(GpuReading gpu)
    {
        var reasons = gpu.ThrottleReasons.GetValueOrDefault();
        string why = (reasons & (GpuThrottle.Heat | GpuThrottle.HardwareHeat)) > 0 ? "too hot"
            : reasons.HasFlag(GpuThrottle.PowerBrake) ? "the power supply asks for less"
            : "the hardware slows it";
        return gpu.CoreCelsius is { } core ? $"{why}, core {core} °C" : why;
    }
}
