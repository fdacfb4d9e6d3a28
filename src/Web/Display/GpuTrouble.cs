using System.Globalization;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What a living card suffers from, in few words.</summary>
internal static class GpuTrouble
{
    const GpuThrottle Heat = GpuThrottle.Heat | GpuThrottle.HardwareHeat;

    /// <summary>Something that nobody wants holds it back: heat or the power supply.</summary>
    public static bool IsHeldBack(in GpuReading gpu) => ((gpu.ThrottleReasons ?? GpuThrottle.None) & (Heat | GpuThrottle.PowerBrake)) != 0;

    /// <summary>"held back by heat, Xid 31"; "" for nothing. A power limit is what miners want, so it is none.</summary>
    public static string Of(in GpuReading gpu)
    {
        var found = new List<string>();
        var reasons = gpu.ThrottleReasons ?? GpuThrottle.None;
        if ((reasons & Heat) != 0) { found.Add("held back by heat"); }
        if ((reasons & GpuThrottle.PowerBrake) != 0) { found.Add("held back by the power supply"); }
        if (gpu.LastXid is { } xid) { found.Add(string.Create(CultureInfo.InvariantCulture, $"Xid {xid}")); }
        if (gpu.EccUncorrected is > 0 and var errors) { found.Add(string.Create(CultureInfo.InvariantCulture, $"{errors} memory errors")); }
        return string.Join(", ", found);
    }
}
