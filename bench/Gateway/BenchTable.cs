using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>A result as people read it.</summary>
internal static class BenchTable
{
    /// <summary>Markdown.</summary>
    public static string Of(BenchResult result)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        var machine = result.Machine;
        Line($"{result.At:yyyy-MM-dd HH:mm} UTC, {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GiB, {machine.System}, {machine.Runtime}; load before {machine.LoadAverageBefore}");
        Line($"{result.Sink.Name} against {result.Server.Name}: {result.Rigs} rigs on each, cadence x{result.Speed}, {result.Ratios.Count} windows of {result.WindowSeconds} s, both loaded at once");
        Line($"");
        Line($"| window | {result.Sink.Name} msg/s | {result.Server.Name} msg/s | {result.Sink.Name} µs/msg | {result.Server.Name} µs/msg | ratio |");
        Line($"|---|---|---|---|---|---|");
        for (int i = 0; i < result.Ratios.Count; i++)
        {
            var (sink, server) = (result.Sink.Windows[i], result.Server.Windows[i]);
            Line($"| {i + 1} | {sink.Acknowledged / sink.Seconds:0} | {server.Acknowledged / server.Seconds:0} | {sink.MicrosecondsPerMessage:0.0} | {server.MicrosecondsPerMessage:0.0} | {result.Ratios[i]:0.00} |");
        }
        Line($"| **median** | | | **{result.Sink.MicrosecondsPerMessage:0.0}** | **{result.Server.MicrosecondsPerMessage:0.0}** | **{result.Ratio:0.00}** ({result.Ratios.Min():0.00} to {result.Ratios.Max():0.00}) |");
        Line($"");
        Line($"| | {result.Sink.Name} | {result.Server.Name} |");
        Line($"|---|---|---|");
        Line($"| memory empty, MB | {result.Sink.EmptyRssBytes / 1e6:0} | {result.Server.EmptyRssBytes / 1e6:0} |");
        Line($"| memory per live rig, KB | {result.Sink.RssBytesPerRig / 1000:0.0} | {result.Server.RssBytesPerRig / 1000:0.0} |");
        Row("rigs connected", "connected");
        Row("reconnects", "reconnects");
        Row("samples acknowledged", "samplesAcknowledged");
        Row("samples lost", "samplesLost");
        Row("heartbeat to ack, ms: p50 / p99 / max", "heartbeatLatency");
        Row("sample to ack, ms: p50 / p99 / max", "statsLatency");
        Line($"| false offline | – | {(result.Server.FalseOffline is { } offline ? $"{offline}" : "–")} |");
        return text.ToString();

        void Row(string title, string member) => Line($"| {title} | {Value(result.Sink.RigSim, member)} | {Value(result.Server.RigSim, member)} |");
    }

    static string Value(JsonElement of, string member)
    {
        var value = of.GetProperty(member);
        return value.ValueKind is JsonValueKind.Object
            ? $"{value.GetProperty("p50")} / {value.GetProperty("p99")} / {value.GetProperty("max")}"
            : value.ToString();
    }
}
