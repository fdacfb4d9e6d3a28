using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// From the order to its result, as a program sees it: POST a command to a real server over HTTP, ask until its end shows. The rigs are fake ones in one
/// process that carry out at once, so that what is measured is the way: audit line, saved command, socket, answer, saved end.
/// </summary>
internal sealed class CommandBenchmark(BenchOptions options, TimeProvider time)
{
    const int Keys = 20, Commands = 600, WarmUp = 60;
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromSeconds(30);

    readonly string directory = Directory.CreateTempSubdirectory("bloxos-bench-").FullName;

    /// <summary>Runs the whole measurement.</summary>
    /// <returns>A line with the figures.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        string tokens = Path.Combine(directory, "tokens.jsonl"), keyFile = Path.Combine(directory, "keys.txt"), url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        var environment = new Dictionary<string, string> { ["BloxOs__Role"] = "All", ["BloxOs__DataDirectory"] = Path.Combine(directory, "data"), ["ASPNETCORE_URLS"] = url };
        try
        {
            await using (var creating = ChildProcess.Start(
                Path.Combine(directory, "bench-rigs.log"),
                [options.ServerDll, "bench-rigs", "--count", Text(options.Rigs), "--out", tokens, "--keys", Text(Keys), "--keys-out", keyFile], environment))
            {
                await creating.MustEndWellAsync(cancellationToken);
            }
            using var web = new BenchWeb();
            await using var server = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], environment);
            await web.AwaitAsync(server, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
            await using var rigs = ChildProcess.Start(Path.Combine(directory, "rigs.log"), [options.RigSimDll, "--url", url, "--tokens", tokens, "--command-seconds", "0"]);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = new(url), Timeout = Patience };
            string[] keys = await File.ReadAllLinesAsync(keyFile, cancellationToken);
            string[] rigIds = [.. (await File.ReadAllLinesAsync(tokens, cancellationToken)).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("rigId").GetString()!)];
            await AwaitRigsAsync(http, keys[0], rigs, cancellationToken);
            var took = new List<double>(Commands);
            for (int i = 0; i < WarmUp + Commands; i++)
            {
                double milliseconds = await OrderAsync(http, keys[i % keys.Length], rigIds[i % rigIds.Length], cancellationToken);
                if (i >= WarmUp) { took.Add(milliseconds); }
            }
            took.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"""
                {Commands} commands to {options.Rigs} rigs, one after the other, from the POST to the shown result, over loopback:
                p50 {At(took, 0.5):0.0} ms, p90 {At(took, 0.9):0.0} ms, p99 {At(took, 0.99):0.0} ms, most {took[^1]:0.0} ms
                {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.Runtime}, {machine.System}; load before {machine.LoadAverageBefore}
                """);
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    async Task AwaitRigsAsync(HttpClient http, string key, ChildProcess rigs, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        while (true)
        {
            rigs.MustRun();
            var (_, page) = await CallAsync(http, HttpMethod.Get, "/api/v1/rigs?limit=200", key, null, cancellationToken);
            if (page.GetProperty("items").EnumerateArray().All(static rig => rig.GetProperty("status").GetString() is not "offline" and not "online")) { return; }
            if (time.GetElapsedTime(since) > TimeSpan.FromSeconds(60)) { throw new BenchException("the rigs do not report"); }
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    async Task<double> OrderAsync(HttpClient http, string key, string rigId, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        var (location, command) = await CallAsync(http, HttpMethod.Post, $"/api/v1/rigs/{rigId}/commands", key, """{"kind":"restartMiner"}""", cancellationToken);
        while (command.GetProperty("state").GetString() is "queued" or "sent" or "started")
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) { throw new BenchException("a command has no end"); }
            await Task.Delay(BetweenLooks, time, cancellationToken);
            (_, command) = await CallAsync(http, HttpMethod.Get, location!, key, null, cancellationToken);
        }
        double took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return command.GetProperty("state").GetString() == "ok" ? took : throw new BenchException($"a command ended as {command}");
    }

    static async Task<(string? Location, JsonElement Body)> CallAsync(HttpClient http, HttpMethod method, string path, string key, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
        using var answer = await http.SendAsync(request, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created)) { throw new BenchException($"{method} {path}: {(int)answer.StatusCode} {text}"); }
        return (answer.Headers.Location?.ToString(), JsonDocument.Parse(text).RootElement.Clone());
    }

    static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
