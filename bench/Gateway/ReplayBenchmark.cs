using System.Globalization;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// Commands while many rigs bring the server what they read without it. All come back at once; commanded are the same rigs that replay. On the same server: first as many
/// others that have nothing to replay, then those that do, and these again when they are done.
/// </summary>
internal sealed class ReplayBenchmark(BenchOptions options, TimeProvider time)
{
    const int Keys = 40, WarmUp = 60, Commands = 400;
    static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(30);

    readonly string directory = Directory.CreateTempSubdirectory("bloxos-bench-").FullName;
    string[] keys = [];
    int ordered;

    /// <summary>Runs the whole measurement.</summary>
    /// <returns>Lines with the figures.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        string url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        var environment = new Dictionary<string, string> { ["BloxOs__Role"] = "All", ["BloxOs__DataDirectory"] = Path.Combine(directory, "data"), ["ASPNETCORE_URLS"] = url };
        try
        {
            await CreateAsync(environment, cancellationToken);
            using var web = new BenchWeb();
            await using var server = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], environment);
            await web.AwaitAsync(server, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = new(url), Timeout = Patience };
            var client = new CommandClient(http, time);
            var before = await QuietAsync(client, server, url, cancellationToken);
            var (during, replay, after) = await ReplayAsync(client, server, url, cancellationToken);
            return string.Join('\n',
                $"{options.Replaying} rigs, commanded one after the other with {Gap.TotalMilliseconds:0} ms between, from the POST to the shown result, over loopback:",
                before, during, after, replay,
                $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.Runtime}, {machine.System}; load before {machine.LoadAverageBefore}");
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    string TokenFile => Path.Combine(directory, "tokens.jsonl");

    async Task CreateAsync(Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        string keyFile = Path.Combine(directory, "keys.txt");
        await using var creating = ChildProcess.Start(
            Path.Combine(directory, "bench-rigs.log"), [options.ServerDll, "bench-rigs", "--count", Text(2 * options.Replaying), "--out", TokenFile, "--keys", Text(Keys), "--keys-out", keyFile], environment);
        await creating.MustEndWellAsync(cancellationToken);
        keys = await File.ReadAllLinesAsync(keyFile, cancellationToken);
    }

    async Task<string> QuietAsync(CommandClient client, ChildProcess server, string url, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        var rigs = new RigCommands(RigIds(0), client, keys, time);
        await using var fleet = ChildProcess.Start(Path.Combine(directory, "others.log"), Fleet(url, 0));
        await rigs.AwaitShownAsync(since, fleet, cancellationToken);
        for (int i = 0; i < WarmUp; i++) { await rigs.OrderAsync(ordered++, cancellationToken); }
        return await CommandsAsync("no replay, before", rigs, server, static count => count < Commands, cancellationToken);
    }

    async Task<(string During, string Replay, string After)> ReplayAsync(CommandClient client, ChildProcess server, string url, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        long begun = time.GetTimestamp();
        int done = 0;
        string? final = null;
        var rigs = new RigCommands(RigIds(options.Replaying), client, keys, time);
        var fleet = ChildProcess.Start(
            Path.Combine(directory, "replaying.log"), [.. Fleet(url, options.Replaying), "--backlog", Text(options.Backlog), "--ramp", "10000", "--progress", "0.5"],
            onOutput: line => final = line, onError: line => Volatile.Write(ref done, Done(line)));
        await using (fleet)
        {
            var shown = await rigs.AwaitShownAsync(since, fleet, cancellationToken);
            double all = time.GetElapsedTime(begun).TotalSeconds;
            string during = await CommandsAsync($"{options.Replaying} replay", rigs, server, _ => Volatile.Read(ref done) < options.Replaying, cancellationToken, fleet);
            double replayed = time.GetElapsedTime(begun).TotalSeconds;
            List<double> ages = [.. rigs.Ages.Order()];
            string after = await CommandsAsync("no replay, after", rigs, server, static count => count < Commands, cancellationToken, fleet);
            await fleet.StopAsync();
            var result = JsonDocument.Parse(final ?? throw new BenchException("the fake rigs gave no result")).RootElement;
            return (during, Invariant($"""
                replay: {options.Backlog} samples each, {options.Backlog * options.Replaying} in all, {Number(result, "samplesLost"):0} lost, {Number(result, "storedWentBack"):0} taken back, {Number(result, "reconnects"):0} reconnects; per rig p50 {Number(result.GetProperty("backlogTime"), "p50") / 1000:0.0} s, most {Number(result.GetProperty("backlogTime"), "max") / 1000:0.0} s; in all {replayed:0.0} s from the start of the program
                the newest sample of each rig shown, from its reading: p50 {CommandBenchmark.At(shown, 0.5):0} ms, most {shown[^1]:0} ms; all {shown.Count} within {all:0.0} s of the start of the program
                age of what the commanded rig shows, during the replay: p50 {CommandBenchmark.At(ages, 0.5) / 1000:0.0} s, p99 {CommandBenchmark.At(ages, 0.99) / 1000:0.0} s, most {ages[^1] / 1000:0.0} s (a sample is taken every 30 s)
                """), after);
        }
    }

    async Task<string> CommandsAsync(string name, RigCommands rigs, ChildProcess server, Func<int, bool> goOn, CancellationToken cancellationToken, ChildProcess? fleet = null)
    {
        var took = new List<double>();
        var start = ProcessReading.Of(server.Id, time);
        while (goOn(took.Count))
        {
            server.MustRun();
            fleet?.MustRun();
            took.Add(await rigs.OrderAsync(ordered++, cancellationToken));
            await Task.Delay(Gap, time, cancellationToken);
        }
        var end = ProcessReading.Of(server.Id, time);
        took.Sort();
        double cores = (end.CpuSeconds - start.CpuSeconds) / time.GetElapsedTime(start.At, end.At).TotalSeconds;
        return Invariant($"{name}: {took.Count} commands, p50 {CommandBenchmark.At(took, 0.5):0.0} ms, p90 {CommandBenchmark.At(took, 0.9):0.0} ms, p99 {CommandBenchmark.At(took, 0.99):0.0} ms, most {took[^1]:0.0} ms; server {cores:0.00} of a core, {end.RssBytes / 1e6:0} MB");
    }

    string[] Fleet(string url, int skip) =>
        [options.RigSimDll, "--url", url, "--tokens", TokenFile, "--skip", Text(skip), "--rigs", Text(options.Replaying), "--command-seconds", "0"];

    string[] RigIds(int skip) =>
        [.. File.ReadLines(TokenFile).Skip(skip).Take(options.Replaying).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("rigId").GetString()!)];

    static int Done(string progress) =>
        progress.StartsWith('{') && JsonDocument.Parse(progress).RootElement.TryGetProperty("backlogTime", out var times) && times.ValueKind is JsonValueKind.Object ? (int)Number(times, "count") : 0;

    static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
