using System.Globalization;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// From the order to its result, as a program sees it: POST a command to a real server over HTTP, ask until its end shows. The rigs are fake ones in one
/// process that carry out at once, so that what is measured is the way: audit line, saved command, socket, answer, saved end.
/// </summary>
internal sealed class CommandBenchmark(BenchOptions options, TimeProvider time)
{
    const int Keys = 20, Commands = 600, WarmUp = 60;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
                [options.ServerDll, "bench-rigs", "--count", Text(options.Agent is null ? options.Rigs : options.Rigs + 1), "--out", tokens, "--keys", Text(Keys), "--keys-out", keyFile], environment))
            {
                await creating.MustEndWellAsync(cancellationToken);
            }
            using var web = new BenchWeb();
            await using var server = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], environment);
            await web.AwaitAsync(server, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
            await using var rigs = ChildProcess.Start(Path.Combine(directory, "rigs.log"), [options.RigSimDll, "--url", url, "--tokens", tokens, "--rigs", Text(options.Rigs), "--command-seconds", "0"]);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = new(url), Timeout = Patience };
            var client = new CommandClient(http, time);
            string[] keys = await File.ReadAllLinesAsync(keyFile, cancellationToken);
            string[] rigIds = [.. (await File.ReadAllLinesAsync(tokens, cancellationToken)).Take(options.Rigs).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("rigId").GetString()!)];
            await AwaitRigsAsync(client, keys[0], rigs, rigIds.ToHashSet(StringComparer.Ordinal), cancellationToken);
            var took = new List<double>(Commands);
            for (int i = 0; i < WarmUp + Commands; i++)
            {
                double milliseconds = await client.OrderAsync(keys[i % keys.Length], rigIds[i % rigIds.Length], "restartMiner", cancellationToken);
                if (i >= WarmUp) { took.Add(milliseconds); }
            }
            took.Sort();
            string real = options.Agent is { } agent ? await new AgentCommands(agent, directory, url, client, time).RunAsync(keys, tokens, cancellationToken) : "";
            return string.Create(CultureInfo.InvariantCulture, $"""
                {Commands} commands to {options.Rigs} rigs, one after the other, from the POST to the shown result, over loopback:
                p50 {At(took, 0.5):0.0} ms, p90 {At(took, 0.9):0.0} ms, p99 {At(took, 0.99):0.0} ms, most {took[^1]:0.0} ms
                {real}
                {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.Runtime}, {machine.System}; load before {machine.LoadAverageBefore}
                """);
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    async Task AwaitRigsAsync(CommandClient client, string key, ChildProcess rigs, HashSet<string> rigIds, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        while (true)
        {
            rigs.MustRun();
            var (_, page) = await client.CallAsync(HttpMethod.Get, "/api/v1/rigs?limit=200", key, null, cancellationToken);
            if (page.GetProperty("items").EnumerateArray().Where(rig => rigIds.Contains(rig.GetProperty("id").GetString()!)).All(static rig => rig.GetProperty("status").GetString() is not "offline" and not "online")) { return; }
            if (time.GetElapsedTime(since) > TimeSpan.FromSeconds(60)) { throw new BenchException("the rigs do not report"); }
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    /// <summary>The value below which so much of them lies.</summary>
    public static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
