using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>A measured server and the fake rigs on it: whenever they tell their progress, the server's processor time is read.</summary>
internal sealed class LoadedServer(string name, ChildProcess server, string url, int firstSource, BenchOptions options, string directory, TimeProvider time) : IAsyncDisposable
{
    readonly ConcurrentQueue<(ProcessReading Server, long Acknowledged)> marks = new();
    readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    ChildProcess? rigs;
    ProcessReading empty;
    string? final;
    Exception? failure;

    /// <summary>Its address.</summary>
    public string Url => url;

    /// <summary>Completes when all windows are over.</summary>
    public Task Measured => enough.Task;

    /// <summary>Notes what it needs without rigs.</summary>
    public void ReadEmpty() => empty = ProcessReading.Of(server.Id, time);

    /// <summary>Starts the fake rigs.</summary>
    /// <param name="tokens">File with their tokens.</param>
    public void StartRigs(string tokens) => rigs = ChildProcess.Start(
        Path.Combine(directory, $"rigs-{name}.log"),
        [
            options.RigSimDll, "--url", url, "--tokens", tokens, "--rigs", Text(options.Rigs), "--ramp", Text(options.Ramp), "--speed", Text(options.Speed),
            "--first-source", Text(firstSource), "--progress", Text(options.WindowSeconds), "--warmup", Text(options.WarmupWindows * options.WindowSeconds), "--drain", "30",
        ],
        onOutput: line => final = line,
        onError: Mark);

    /// <summary>Throws when a program of it has ended too early.</summary>
    public void MustRun()
    {
        server.MustRun();
        rigs?.MustRun();
        if (failure is not null) { throw new BenchException($"{name}: {failure.Message}"); }
    }

    /// <summary>Stops the rigs and sums up.</summary>
    public async Task<TargetResult> FinishAsync(double? falseOffline)
    {
        await rigs!.StopAsync();
        if (final is null) { throw new BenchException($"the fake rigs of {name} gave no result"); }
        BenchWindow[] windows = [.. marks.Zip(marks.Skip(1), Between).Skip(options.WarmupWindows - 1).Take(options.Windows)];
        if (windows.Any(w => w.Acknowledged == 0 || w.CpuSeconds == 0)) { throw new BenchException($"a window of {name} is too short or its rigs too few: nothing to divide"); }
        return new()
        {
            Name = name,
            Windows = windows,
            MicrosecondsPerMessage = Median.Of(windows.Select(w => w.MicrosecondsPerMessage)),
            EmptyRssBytes = empty.RssBytes,
            RssBytesPerRig = Math.Round((Median.Of(windows.Select(w => (double)w.RssBytes)) - empty.RssBytes) / options.Rigs),
            RigSim = JsonSerializer.Deserialize(final, BenchJson.Default.JsonElement),
            FalseOffline = falseOffline,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (rigs is not null) { await rigs.DisposeAsync(); }
        await server.DisposeAsync();
    }

    void Mark(string line)
    {
        try
        {
            var reading = ProcessReading.Of(server.Id, time);
            using var progress = JsonDocument.Parse(line);
            long acknowledged = progress.RootElement.GetProperty("heartbeatsAcknowledged").GetInt64() + progress.RootElement.GetProperty("samplesAcknowledged").GetInt64();
            marks.Enqueue((reading, acknowledged));
            if (marks.Count >= options.WarmupWindows + options.Windows) { enough.TrySetResult(); }
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            failure = new BenchException($"{e.Message} ({line})");
            enough.TrySetResult();
        }
    }

    BenchWindow Between((ProcessReading Server, long Acknowledged) from, (ProcessReading Server, long Acknowledged) to) => new(
        Math.Round(time.GetElapsedTime(from.Server.At, to.Server.At).TotalSeconds, 3),
        to.Acknowledged - from.Acknowledged,
        Math.Round(to.Server.CpuSeconds - from.Server.CpuSeconds, 2),
        to.Server.RssBytes);

    static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
