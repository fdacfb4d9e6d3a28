using System.Text.Json;
using System.Text.Json.Serialization;

namespace BloxOs.Bench.Gateway;

/// <summary>One measured window of one server.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Acknowledged">Heartbeats and samples that were acknowledged in it.</param>
/// <param name="CpuSeconds">User and system time of the server in it.</param>
/// <param name="RssBytes">The server's memory at its end.</param>
internal sealed record BenchWindow(double Seconds, long Acknowledged, double CpuSeconds, long RssBytes)
{
    /// <summary>The server's processor time for each acknowledged message.</summary>
    public double MicrosecondsPerMessage => Math.Round(CpuSeconds * 1e6 / Math.Max(1, Acknowledged), 2);
}

/// <summary>What was measured of one server.</summary>
internal sealed record TargetResult
{
    public required string Name { get; init; }

    /// <summary>Windows after the warm-up.</summary>
    public required IReadOnlyList<BenchWindow> Windows { get; init; }

    /// <summary>Median over the windows.</summary>
    public double MicrosecondsPerMessage { get; init; }

    /// <summary>Memory after the start, before any rig.</summary>
    public long EmptyRssBytes { get; init; }

    /// <summary>(Median memory under load − empty) / rigs.</summary>
    public double RssBytesPerRig { get; init; }

    /// <summary>What the fake rigs say: lost samples, latencies, reconnects.</summary>
    public JsonElement RigSim { get; init; }

    /// <summary>Rigs that the server took for offline while all were connected; null where it is not asked.</summary>
    public double? FalseOffline { get; init; }
}

/// <summary>Everything about one run.</summary>
internal sealed record BenchResult
{
    public DateTimeOffset At { get; init; }

    public int Rigs { get; init; }

    public double Speed { get; init; }

    public int WindowSeconds { get; init; }

    public required MachineDescription Machine { get; init; }

    /// <summary>Runtime settings of server and sink alike.</summary>
    public JsonElement RuntimeSettings { get; init; }

    public required TargetResult Sink { get; init; }

    public required TargetResult Server { get; init; }

    /// <summary>Server to sink, window by window.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>Median of the ratios.</summary>
    public double Ratio { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchResult))]
internal sealed partial class BenchJson : JsonSerializerContext;
