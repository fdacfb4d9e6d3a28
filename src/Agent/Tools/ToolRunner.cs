using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace BloxOs.Agent.Tools;

/// <summary>Runs one tool at a time, without a shell, bounded in time and output. Never throws for what the tool does.</summary>
/// <param name="time">Clock of the limit.</param>
/// <param name="timeout">Time that a run may take.</param>
/// <param name="maximumBytes">Bytes of either stream that are read; one more kills the tool.</param>
internal sealed class ToolRunner(TimeProvider time, TimeSpan timeout, int maximumBytes = ToolRunner.DefaultMaximumBytes)
{
    /// <summary>8 MB: about a hundred cards.</summary>
    public const int DefaultMaximumBytes = 8 * 1024 * 1024;

    static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(1);

    int _running;
    Process? _hanging;

    /// <summary>Runs the command and waits for its end.</summary>
    /// <exception cref="OperationCanceledException">The agent stops; the tool has been killed.</exception>
    public async Task<ToolAnswer> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1) { return ToolAnswer.Nothing(ToolEnd.StillHanging); }
        try
        {
            if (_hanging is { } old)
            {
                if (!old.HasExited) { return ToolAnswer.Nothing(ToolEnd.StillHanging); }
                old.Dispose();
                _hanging = null;
            }
            var process = Start(command);
            return process is null ? ToolAnswer.Nothing(ToolEnd.Missing) : await WatchAsync(process, cancellation);
        }
        finally { Volatile.Write(ref _running, 0); }
    }

    static Process? Start(IReadOnlyList<string> command)
    {
        if (ToolPath.Find(command[0]) is not { } program) { return null; }
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        for (int i = 1; i < command.Count; i++) { start.ArgumentList.Add(command[i]); }
        start.Environment["LC_ALL"] = "C";
        foreach (string key in start.Environment.Keys.Where(k => k.StartsWith("BLOXOS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(key);
        }
        try { return Process.Start(start); }
        catch (Win32Exception) { return null; }
    }

    async Task<ToolAnswer> WatchAsync(Process process, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var output = new MemoryStream();
        var errors = new MemoryStream();
        var end = ToolEnd.Exited;
        try
        {
            process.StandardInput.Close();
            bool[] whole = await Task.WhenAll(
                ReadAsync(process.StandardOutput.BaseStream, output, stop),
                ReadAsync(process.StandardError.BaseStream, errors, stop));
            if (whole.Contains(false)) { end = ToolEnd.TooLong; }
            else { await process.WaitForExitAsync(stop.Token); }
        }
        catch (OperationCanceledException) when (output.Length > maximumBytes || errors.Length > maximumBytes) { end = ToolEnd.TooLong; }
        catch (OperationCanceledException) { end = ToolEnd.TimedOut; }
        catch (IOException) { end = ToolEnd.TimedOut; }
        int? exitCode = end == ToolEnd.Exited ? process.ExitCode : null;
        await EndAsync(process, end);
        cancellation.ThrowIfCancellationRequested();
        return new(end, exitCode, Text(output), Text(errors));
    }

    /// <summary>False, and everything stopped, when the stream is longer than allowed.</summary>
    async Task<bool> ReadAsync(Stream from, MemoryStream into, CancellationTokenSource stop)
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            int count = await from.ReadAsync(buffer, stop.Token);
            if (count == 0) { return true; }
            into.Write(buffer, 0, count);
            if (into.Length <= maximumBytes) { continue; }
            await stop.CancelAsync();
            return false;
        }
    }

    async Task EndAsync(Process process, ToolEnd end)
    {
        if (end == ToolEnd.Exited)
        {
            process.Dispose();
            return;
        }
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException) { }
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(KillGrace, time);
            process.Dispose();
        }
        // A process that waits for a driver in the kernel dies when the driver answers, maybe never.
        catch (TimeoutException) { _hanging = process; }
    }

    static string Text(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
}
