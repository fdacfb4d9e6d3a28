using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// Charts of a rig with eight cards and a year behind it, as a browser asks for them: the whole answer over loopback, packed with brotli, one after the
/// other, after the server has packed the history.
/// </summary>
internal sealed partial class ChartBenchmark(BenchOptions options, TimeProvider time)
{
    const int WarmUp = 20, Rounds = 200;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Packing = TimeSpan.FromMinutes(8), RestWindow = TimeSpan.FromSeconds(4);

    /// <summary>So many windows without work: between two rounds of a job a server rests, too.</summary>
    const int RestWindows = 15;

    readonly string directory = Directory.CreateTempSubdirectory("bloxos-bench-").FullName;

    /// <summary>Runs the whole measurement.</summary>
    /// <returns>Lines with the figures.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        string tokens = Path.Combine(directory, "tokens.jsonl"), person = Path.Combine(directory, "password.txt"), url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        var environment = new Dictionary<string, string> { ["BloxOs__Role"] = "All", ["BloxOs__DataDirectory"] = Path.Combine(directory, "data"), ["ASPNETCORE_URLS"] = url };
        try
        {
            await RunAsync("bench-rigs", ["--count", "1", "--out", tokens, "--person", person], environment, cancellationToken);
            string rig = JsonDocument.Parse((await File.ReadAllLinesAsync(tokens, cancellationToken))[0]).RootElement.GetProperty("rigId").GetString()!;
            await RunAsync("bench-history", ["--rig", rig], environment, cancellationToken);
            using var web = new BenchWeb();
            await using var server = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], environment);
            await web.AwaitAsync(server, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(url), Timeout = Patience };
            await SignInAsync(http, await File.ReadAllTextAsync(person, cancellationToken), cancellationToken);
            http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
            await AwaitPackedAsync(http, rig, server, cancellationToken);
            await AwaitRestAsync(server, cancellationToken);
            var lines = new List<string>();
            foreach (var (what, query) in ((string, string)[])
            [
                ("24 h of every sample, 8 cards, 48 readings and shares", "handler=Data&range=24h&view=cards"), ("24 h of every sample, whole rig", "handler=Data&range=24h"),
                ("1 year, 8 cards", "handler=Data&range=1y&view=cards"), ("1 year, whole rig", "handler=Data&range=1y"), ("the page itself, 24 h", "range=24h"),
            ])
            {
                lines.Add(await MeasureAsync(http, server, what, $"/rigs/{rig}/charts?{query}", cancellationToken));
            }
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Rounds} answers each, one after the other; {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.Runtime}, {machine.System}; load before {machine.LoadAverageBefore}"));
            return string.Join('\n', lines);
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    async Task RunAsync(string verb, string[] arguments, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(Path.Combine(directory, verb + ".log"), [options.ServerDll, verb, .. arguments], environment);
        await process.MustEndWellAsync(cancellationToken);
    }

    static async Task SignInAsync(HttpClient http, string password, CancellationToken cancellationToken)
    {
        string page = await http.GetStringAsync("/sign-in", cancellationToken);
        string token = Antiforgery().Match(page) is { Success: true } found ? found.Groups[1].Value : throw new BenchException("the page to sign in has no token");
        using var form = new FormUrlEncodedContent([new("Email", "demo@example.com"), new("Password", password), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync("/sign-in", form, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Found) { throw new BenchException($"signing in: {(int)answer.StatusCode}"); }
    }

    /// <summary>The year is there in steps of an hour, and the day in every sample.</summary>
    async Task AwaitPackedAsync(HttpClient http, string rig, ChildProcess server, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        while (true)
        {
            server.MustRun();
            var (_, _, year) = await AskAsync(http, $"/rigs/{rig}/charts?handler=Data&range=1y", cancellationToken);
            var (_, _, day) = await AskAsync(http, $"/rigs/{rig}/charts?handler=Data&range=24h", cancellationToken);
            if (Points(year) >= 700 && Points(day) >= 2_800) { return; }
            if (time.GetElapsedTime(since) > Packing) { throw new BenchException($"the history is not packed: {Points(year)} points of a year, {Points(day)} of a day"); }
            await Task.Delay(TimeSpan.FromSeconds(2), time, cancellationToken);
        }
    }

    /// <summary>The totals of the farm for a year are made behind those of the rig; no server has that beside it when somebody looks at charts.</summary>
    async Task AwaitRestAsync(ChildProcess server, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        int calm = 0;
        while (calm < RestWindows)
        {
            server.MustRun();
            if (time.GetElapsedTime(since) > Packing) { throw new BenchException("the server does not come to rest"); }
            var before = ProcessReading.Of(server.Id, time);
            await Task.Delay(RestWindow, time, cancellationToken);
            calm = (ProcessReading.Of(server.Id, time).CpuSeconds - before.CpuSeconds) / RestWindow.TotalSeconds > 0.05 ? 0 : calm + 1;
        }
    }

    static int Points(byte[] json)
    {
        var charts = JsonDocument.Parse(json).RootElement.GetProperty("charts");
        return charts.GetArrayLength() == 0 ? 0 : charts[0].GetProperty("t").GetArrayLength();
    }

    async Task<string> MeasureAsync(HttpClient http, ChildProcess server, string what, string path, CancellationToken cancellationToken)
    {
        var took = new List<double>(Rounds);
        int packed = 0;
        var before = default(ProcessReading);
        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            if (i == WarmUp) { before = ProcessReading.Of(server.Id, time); }
            var (milliseconds, bytes, _) = await AskAsync(http, path, cancellationToken);
            if (i >= WarmUp) { took.Add(milliseconds); }
            packed = bytes;
        }
        double cpu = (ProcessReading.Of(server.Id, time).CpuSeconds - before.CpuSeconds) / Rounds * 1000;
        took.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {At(took, 0.5):0.0} ms, p95 {At(took, 0.95):0.0} ms, {cpu:0.0} ms of the server's processor each, {packed / 1024d:0.0} KB");
    }

    static async Task<(double Milliseconds, int Packed, byte[] Body)> AskAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(path, cancellationToken);
        byte[] packed = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        double took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        if (answer.StatusCode != HttpStatusCode.OK || !answer.Content.Headers.ContentEncoding.Contains("br")) { throw new BenchException($"{path}: {(int)answer.StatusCode}"); }
        await using var open = new System.IO.Compression.BrotliStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
        using var body = new MemoryStream();
        await open.CopyToAsync(body, cancellationToken);
        return (took, packed.Length, body.ToArray());
    }

    static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
