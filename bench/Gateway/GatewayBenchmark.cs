using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>Starts everything, loads both servers at once, and reads them in the same windows.</summary>
internal sealed class GatewayBenchmark(BenchOptions options, TimeProvider time, TextWriter log)
{
    const string OfflineCounter = "bloxos_rig_offline_total";
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    readonly string directory = Directory.CreateTempSubdirectory("bloxos-bench-").FullName;

    /// <summary>Runs the whole measurement.</summary>
    public async Task<BenchResult> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        Say($"data and logs in {directory}");
        try
        {
            string tokens = await CreateRigsAsync(cancellationToken);
            using var web = new BenchWeb();
            await using var sink = await StartSinkAsync("sink", SourcesPerServer(), web, cancellationToken);
            await using var server = options.Control ? await StartSinkAsync("control", 0, web, cancellationToken) : await StartServerAsync(web, cancellationToken);
            Say($"both listen; {Settling.TotalSeconds:0} s to settle");
            await Task.Delay(Settling, time, cancellationToken);
            sink.ReadEmpty();
            server.ReadEmpty();
            double? offlineBefore = await OfflineAsync(web, server, cancellationToken);
            sink.StartRigs(tokens);
            server.StartRigs(tokens);
            Say($"{options.Rigs} rigs on each; {options.WarmupWindows} windows of warm-up, then {options.Windows} of {options.WindowSeconds} s");
            await AwaitWindowsAsync(sink, server, cancellationToken);
            double? offline = await OfflineAsync(web, server, cancellationToken) - offlineBefore;
            return ResultOf(machine, await sink.FinishAsync(null), await server.FinishAsync(offline));
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    async Task<double?> OfflineAsync(BenchWeb web, LoadedServer server, CancellationToken cancellationToken) =>
        options.Control ? null : await web.CounterAsync(server.Url, OfflineCounter, cancellationToken);

    async Task<string> CreateRigsAsync(CancellationToken cancellationToken)
    {
        string tokens = Path.Combine(directory, "tokens.jsonl");
        if (options.Control)
        {
            await File.WriteAllLinesAsync(tokens, Enumerable.Range(0, options.Rigs).Select(i => $"control-{i}"), cancellationToken);
            return tokens;
        }
        await using var creating = ChildProcess.Start(
            Path.Combine(directory, "bench-rigs.log"), [options.ServerDll, "bench-rigs", "--count", $"{options.Rigs}", "--out", tokens], ServerEnvironment(null));
        await creating.MustEndWellAsync(cancellationToken);
        Say($"{options.Rigs} rigs created");
        return tokens;
    }

    async Task<LoadedServer> StartSinkAsync(string name, int firstSource, BenchWeb web, CancellationToken cancellationToken)
    {
        string url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        // The server's own runtime configuration, so that both run with the same collector and thread pool.
        var process = ChildProcess.Start(
            Path.Combine(directory, $"{name}.log"), ["exec", "--runtimeconfig", RuntimeConfig(), options.SinkDll, "--urls", url]);
        var sink = new LoadedServer(name, process, url, firstSource, options, directory, time);
        await web.AwaitAsync(process, url, anyAnswer: true, cancellationToken);
        return sink;
    }

    async Task<LoadedServer> StartServerAsync(BenchWeb web, CancellationToken cancellationToken)
    {
        string url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        var process = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], ServerEnvironment(url));
        var server = new LoadedServer("server", process, url, 0, options, directory, time);
        await web.AwaitAsync(process, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
        return server;
    }

    Dictionary<string, string> ServerEnvironment(string? url)
    {
        var environment = new Dictionary<string, string> { ["BloxOs__Role"] = "All", ["BloxOs__DataDirectory"] = Path.Combine(directory, "data") };
        if (url is not null) { environment["ASPNETCORE_URLS"] = url; }
        return environment;
    }

    static async Task AwaitWindowsAsync(LoadedServer sink, LoadedServer server, CancellationToken cancellationToken)
    {
        var measured = Task.WhenAll(sink.Measured, server.Measured);
        while (!measured.IsCompleted)
        {
            await Task.WhenAny(measured, Task.Delay(1_000, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            sink.MustRun();
            server.MustRun();
        }
    }

    BenchResult ResultOf(MachineDescription machine, TargetResult sink, TargetResult server)
    {
        double[] ratios = [.. server.Windows.Zip(sink.Windows, (s, f) => Math.Round(s.MicrosecondsPerMessage / f.MicrosecondsPerMessage, 3))];
        using var runtime = JsonDocument.Parse(File.ReadAllText(RuntimeConfig()));
        return new()
        {
            At = time.GetUtcNow(),
            Rigs = options.Rigs,
            Speed = options.Speed,
            WindowSeconds = options.WindowSeconds,
            Machine = machine,
            RuntimeSettings = runtime.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").Clone(),
            Sink = sink,
            Server = server,
            Ratios = ratios,
            Ratio = Median.Of(ratios),
        };
    }

    string RuntimeConfig() => Path.ChangeExtension(options.ServerDll, ".runtimeconfig.json");

    int SourcesPerServer() => (options.Rigs + 999) / 1_000;

    void Say(string what) => log.WriteLine($"{time.GetLocalNow():HH:mm:ss} {what}");
}
