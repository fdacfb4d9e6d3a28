using System.Text.Json;
using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Cluster.Tests;

/// <summary>One process on SQLite is killed between two samples.</summary>
public sealed class DurabilityTests
{
    const int Rigs = 10;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killing_the_server_between_samples_loses_none()
    {
        using var directory = new TempDirectory();
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var settings = new Dictionary<string, string?>
        {
            ["BloxOs__DataDirectory"] = directory.Path,
            ["BloxOs__Gateway__StatsInterval"] = "1s",
            ["BloxOs__Gateway__HeartbeatInterval"] = "1s",
            ["URLS"] = url.ToString(),
        };
        string tokens = directory.File("tokens.jsonl");
        await using (var fill = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), settings, "bench-rigs", "--count", $"{Rigs}", "--out", tokens)) { await fill.WaitForExitAsync(Cancellation); }
        var rigs = ReadRigs(tokens);

        using var stop = new CancellationTokenSource();
        var fleet = new SimulatedFleet(new() { Url = url.ToString(), RampPerSecond = 100 }, rigs.Select(r => r.Rig).ToArray(), TimeProvider.System);
        Task<FleetResult> running;
        await using (var first = await ServerProcess.StartAsync(BuiltOutput.Of("Web"), settings, new(url, "/healthz/ready"), TimeSpan.FromSeconds(90), Cancellation))
        {
            running = fleet.RunAsync(stop.Token);
            await Eventually.Async(() => fleet.Snapshot().SamplesAcknowledged > Rigs * 2, TimeSpan.FromSeconds(120), "acknowledged samples", Cancellation);
            first.Kill();
            await first.WaitForExitAsync(Cancellation);
        }
        long acknowledged = fleet.Snapshot().SamplesAcknowledged, produced = fleet.Snapshot().SamplesProduced;
        long stored = 0;
        foreach (var (rigId, _) in rigs) { stored += (await StoredAsync(directory, rigId)).Count; }
        Assert.True(stored >= acknowledged, $"{stored} of {acknowledged}");   // what was acknowledged is in the file, without the process's help

        await Eventually.Async(() => fleet.Snapshot().SamplesProduced > produced + Rigs, TimeSpan.FromSeconds(120), "samples while the server is away", Cancellation);
        await using var second = await ServerProcess.StartAsync(BuiltOutput.Of("Web"), settings, new(url, "/healthz/ready"), TimeSpan.FromSeconds(90), Cancellation);
        long away = fleet.Snapshot().SamplesProduced;
        await Eventually.Async(() => fleet.Snapshot().SamplesAcknowledged >= away, TimeSpan.FromSeconds(120), "the replay", Cancellation);
        await stop.CancelAsync();
        var result = await running;
        Assert.Equal(0, result.StoredWentBack);
        foreach (var (rigId, _) in rigs)
        {
            // What the rig sent last may be stored between the two looks; a gap stays one.
            await Eventually.CostlyAsync(async () =>
            {
                var (count, highest) = await StoredAsync(directory, rigId);
                return highest > 0 && count == highest;   // sequences start at 1: no gap
            }, what: $"all samples of {rigId}", cancellation: Cancellation);
        }
    }

    static (string RigId, SimulatedRig Rig)[] ReadRigs(string path)
    {
        var models = FleetGenerator.Rigs(seed: 3, Rigs);
        return [.. File.ReadLines(path).Select((line, i) =>
        {
            using var rig = JsonDocument.Parse(line);
            return (rig.RootElement.GetProperty("rigId").GetString()!, new SimulatedRig(rig.RootElement.GetProperty("token").GetString()!, models[i]));
        })];
    }

    static async Task<(long Count, long Highest)> StoredAsync(TempDirectory directory, string rigId)
    {
        await using var services = new ServiceCollection().AddSingleton<ISampleFormat, SampleFormat>().AddBloxOsData(new(DatabaseProvider.Sqlite, directory.File("bloxos.db"))).BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        // Packed and waiting ones.
        var answer = await services.GetRequiredService<IHistoryReader>().ReadAsync(new(rigId, now.AddHours(-2), now.AddHours(1), 20_000, [HistoryMetric.SampleFlags]), Cancellation);
        return (answer.Times.Length, await services.GetRequiredService<ITelemetryStore>().HighestSequenceAsync(rigId, Cancellation));
    }
}
