using System.Diagnostics;
using System.Globalization;

namespace BloxOs.Bench.Gateway;

/// <summary>A program that this one starts and surely ends. Its standard error goes to a log file, and its standard output too unless it is wanted.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly string log;
    readonly Task copying;

    ChildProcess(Process process, string log, Task copying) => (this.process, this.log, this.copying) = (process, log, copying);

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Throws with the end of its log when it has ended.</summary>
    public void MustRun()
    {
        if (process.HasExited) { throw new BenchException($"{Path.GetFileName(log)} ended with {process.ExitCode}: {LogEnd()}"); }
    }

    /// <summary>Starts <c>dotnet</c> with these arguments.</summary>
    /// <param name="log">File for what it prints.</param>
    /// <param name="arguments">After "dotnet".</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="onOutput">Takes standard output line by line; null sends it to the log.</param>
    /// <param name="onError">Takes standard error line by line; null sends it to the log.</param>
    public static ChildProcess Start(
        string log, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, Action<string>? onOutput = null, Action<string>? onError = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) { start.Environment[key] = value; }
        var process = Process.Start(start) ?? throw new BenchException("dotnet does not start");
        var file = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        var copying = CopyAsync(process, file, onOutput ?? file.WriteLine, onError ?? file.WriteLine);
        return new(process, log, copying);
    }

    /// <summary>Waits for its end by itself; throws unless it ends well.</summary>
    public async Task MustEndWellAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await copying;
        if (process.ExitCode != 0) { throw new BenchException($"{Path.GetFileName(log)} ended with {process.ExitCode}: {LogEnd()}"); }
    }

    /// <summary>Asks it to end (SIGTERM), then insists.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!process.HasExited) { process.Kill(); }
        }
        await copying;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
    }

    static async Task CopyAsync(Process process, TextWriter file, Action<string> onOutput, Action<string> onError)
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput, onOutput), ReadAsync(process.StandardError, onError));
        await file.DisposeAsync();
    }

    static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line) { onLine(line); }
    }

    string LogEnd() => string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(12));
}
