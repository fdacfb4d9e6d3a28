using System.Net;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Farms;

/// <summary>Rigs as a farm sees them.</summary>
internal static class Views
{
    public static readonly SiloAddress SiloA = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
    public static readonly SiloAddress SiloB = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 1);

    public static RigView Rig(string id, RigStatus status = RigStatus.Mining, RigStats? stats = null, int gpus = 0, SiloAddress? silo = null, string name = "rig") => new(
        new()
        {
            RigId = id,
            FarmId = "farm",
            Name = name,
            Inventory = new() { Gpus = [.. Enumerable.Range(0, gpus).Select(i => new GpuDescription { Index = i })] },
        },
        new() { RigId = id, Status = status, Silo = silo, Sample = RigSample.Of(stats ?? RigStats.Empty) });

    public static RigStats Mining(params (string? Algorithm, double? Hashrate)[] work) => new()
    {
        Sequence = 1,
        Work = [.. work.Select(w => new WorkReading { Algorithm = w.Algorithm, Hashrate = w.Hashrate })],
    };
}
