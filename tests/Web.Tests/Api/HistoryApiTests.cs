using System.IO.Compression;
using System.Net;
using System.Text.Json;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Api;

public sealed class HistoryApiTests
{
    static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddHours(-2);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_come_as_columns_and_longer_ranges_in_steps_with_their_bounds()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var (caller, path) = await WithSamplesAsync(host);
        var raw = await ReadAsync(caller, path + "?metrics=hashrate,coreCelsius");
        Assert.Equal(("raw", 0), (raw.GetProperty("resolution").GetString(), raw.GetProperty("stepSeconds").GetDouble()));
        Assert.Equal(60, raw.GetProperty("times").GetArrayLength());
        var series = raw.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal(["coreCelsius °C #0 ", "hashrate H/s  kawpow"], series.Select(static one => $"{one.GetProperty("metric")} {one.GetProperty("unit")} {one.GetProperty("gpu")} {one.GetProperty("algorithm")}"));
        Assert.Equal(JsonValueKind.Null, series[0].GetProperty("average")[3].ValueKind);   // no reading is no 0
        Assert.Equal(50, series[0].GetProperty("average")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, series[0].GetProperty("least").ValueKind);

        var steps = await ReadAsync(caller, path + "?metrics=coreCelsius&points=30");
        Assert.True(steps.GetProperty("stepSeconds").GetDouble() > 0);
        var one = steps.GetProperty("series")[0];
        Assert.InRange(one.GetProperty("average").GetArrayLength(), 1, 30);
        Assert.True(one.GetProperty("least")[0].GetDouble() <= one.GetProperty("average")[0].GetDouble() && one.GetProperty("average")[0].GetDouble() <= one.GetProperty("most")[0].GetDouble());
    }

    [Fact]
    public async Task It_comes_as_a_table_by_header_or_parameter_and_packed()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var (caller, path) = await WithSamplesAsync(host);
        foreach (string? accept in (string?[])["text/csv", null])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path + "?metrics=coreCelsius" + (accept is null ? "&format=csv" : ""));
            if (accept is not null) { request.Headers.Add("Accept", accept); }
            request.Headers.Add("Accept-Encoding", "br");
            using var answer = await caller.SendAsync(request, Cancellation);
            Assert.Equal(("text/csv", "br"), (answer.Content.Headers.ContentType!.MediaType, Assert.Single(answer.Content.Headers.ContentEncoding)));
            using var reader = new StreamReader(new BrotliStream(await answer.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress));
            string[] lines = (await reader.ReadToEndAsync(Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal((61, "\"time\",\"coreCelsius #0\""), (lines.Length, lines[0]));
            Assert.EndsWith("Z,50", lines[1], StringComparison.Ordinal);
            Assert.EndsWith("Z,", lines[4], StringComparison.Ordinal);
        }
    }

    [Fact, Trait("bad-input", "76")]
    public async Task Limits_are_told_and_foreign_rigs_and_farms_do_not_exist()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var (caller, path) = await WithSamplesAsync(host);
        foreach (string wrong in (string[])["?points=0", "?points=5001", "?format=xml", "?metrics=", "?metrics=hashrate,nothing", "?metrics=sequence", "?from=now", "?from=2026-11-22T20:15:00", "?from=2026-11-22T20:15:00Z&to=2026-11-22T20:15:00Z", "?from=2000-01-01T00:00:00Z"])
        {
            await (await caller.ReadAsync(path + wrong)).IsProblemAsync(400);
        }
        // A year of samples every 20 seconds would be 1.5 million points: there are no more than were asked for.
        var year = await ReadAsync(caller, $"{path}?metrics=coreCelsius&points=5000&from={Uri.EscapeDataString(s_at.AddDays(-364).UtcDateTime.ToString("O"))}");
        Assert.InRange(year.GetProperty("times").GetArrayLength(), 1, 5_000);
        Assert.True(year.GetProperty("stepSeconds").GetDouble() >= 364 * 86_400 / 5_000d);
        string farm = $"/api/v1/farms/{host.FarmId}/history";
        Assert.Equal(HttpStatusCode.OK, (await caller.ReadAsync(farm)).StatusCode);
        var (stranger, _) = await host.AddPersonAsync("priya");
        var other = await host.WithKeyAsync(stranger, KeyScope.Manage);
        await (await other.ReadAsync(path)).IsProblemAsync(404);
        await (await other.ReadAsync(farm)).IsProblemAsync(404);
    }

    /// <summary>A farm has points of five minutes at least: asked for finer ones, it has those.</summary>
    [Fact]
    public async Task A_farm_has_its_points_however_many_are_asked_for()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var (caller, _) = await WithSamplesAsync(host);
        var services = host.Accounts.Services;
        await RunAsync(IHistoryPacker.Job, lease => services.GetRequiredService<IHistoryPacker>().PackAsync(lease, Cancellation));
        await RunAsync(IHistoryRollup.Job, lease => services.GetRequiredService<IHistoryRollup>().RollUpAsync(lease, Cancellation));
        string farm = $"/api/v1/farms/{host.FarmId}/history";
        foreach (string asked in (string[])["", "?points=5000", $"?points=60&from={s_at.UtcDateTime:O}&to={s_at.AddHours(1).UtcDateTime:O}"])
        {
            var answer = await ReadAsync(caller, farm + asked);
            Assert.Equal(300, answer.GetProperty("stepSeconds").GetDouble());
            Assert.InRange(answer.GetProperty("times").GetArrayLength(), 12, 13);
            Assert.Equal(46e6, answer.GetProperty("series").EnumerateArray().Single(static one => one.GetProperty("metric").GetString() == "hashrate").GetProperty("average")[0].GetDouble());
        }
        // The end of time.
        Assert.Empty((await ReadAsync(caller, farm + "?from=9999-12-31T23:58:00Z&to=9999-12-31T23:59:59Z")).GetProperty("times").EnumerateArray());

        async Task RunAsync(string job, Func<JobLease, Task> run)
        {
            var ledger = services.GetRequiredService<IJobLedger>();
            var lease = (await ledger.TryStartAsync(job, "test", null, Cancellation))!;
            await run(lease);
            await ledger.EndAsync(lease, new(0, ""), null);
        }
    }

    static async Task<(HttpClient Caller, string Path)> WithSamplesAsync(ApiHost host)
    {
        var added = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak"))!;
        var telemetry = host.Accounts.Services.GetRequiredService<ITelemetryStore>();
        var written = new List<Task>();   // together: each commit gathers for a second
        for (int i = 0; i < 60; i++)
        {
            var sample = RigSample.Of(new()
            {
                Sequence = i + 1,
                At = s_at.AddMinutes(i),
                Gpus = [new() { Index = 0, CoreCelsius = i == 3 ? null : (short)(50 + (i % 10)) }],
                Work = [new() { Miner = "t-rex", Algorithm = "kawpow", Hashrate = 46e6 }],
            });
            written.Add(telemetry.AppendAsync(new(added.RigId, sample.Sequence, sample.At, sample.Bytes)));
        }
        await Task.WhenAll(written);
        return (await host.WithKeyAsync(host.OwnerId, KeyScope.Read), $"/api/v1/rigs/{added.RigId}/history");
    }

    static async Task<JsonElement> ReadAsync(HttpClient caller, string path) => await (await caller.ReadAsync(path)).EnsureSuccessStatusCode().JsonAsync();
}
