using System.Diagnostics;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Updates;

/// <summary>
/// Runs a new build as a child before it is put in place: only one that has connected to the server takes the place of the old one. So whatever
/// happens, also a power cut in the middle, the program in place is one that works. Everything else of the agent has ended before; the new build does its work meanwhile.
/// </summary>
/// <param name="record">What the rig remembers of updates.</param>
/// <param name="answers">Asks, by the old program, whether the server is there: while it is not, nothing is held against the new one.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class UpdateTrial(UpdateRecord record, Func<CancellationToken, Task<bool>> answers, AgentLog log, TimeProvider time)
{
    /// <summary>Variable by which the new build knows that it is on trial: the process id of who watches it.</summary>
    public const string Variable = "BLOXOS_UPDATE_TRIAL";

    /// <summary>The new build has to be connected within this, counted while the server is there.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>A server that is away for so long ends the trial, and the version may be tried again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Tries it and puts it in place, with the old one kept beside as <c>.previous</c>; or deletes it and remembers its version. True when it is in place.</summary>
    public async Task<bool> RunAsync(PreparedUpdate update, CancellationToken cancellation)
    {
        if (!record.BeginTrial(update.Version)) { return false; }
        log.Info($"trying version {update.Version}");
        var (connected, fault, text) = await TryAsync(update, cancellation);
        // A disk that is full or read-only is no fault of the version.
        if (connected && Place(update) is { } failure) { (connected, text) = (false, failure); }
        if (connected)
        {
            record.EndTrial(update.Version, true, "it connected and is in place");
            log.Info($"version {update.Version} is in place");
            return true;
        }
        try { File.Delete(update.Beside); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { log.Warn($"{update.Beside} cannot be deleted ({e.GetType().Name})"); }
        if (fault)
        {
            record.EndTrial(update.Version, false, text);
            log.Error($"version {update.Version} failed: {text}; the old one goes on, and this version is not tried again");
        }
        else
        {
            record.EndUndecided(update.Version, text);
            log.Warn($"version {update.Version} is not in place: {text}; the old one goes on, and this version may be tried again");
        }
        return false;
    }

    async Task<(bool Connected, bool Fault, string Text)> TryAsync(PreparedUpdate update, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(update.Beside) { UseShellExecute = false };
        start.Environment[Variable] = $"{Environment.ProcessId}";
        Process child;
        try { child = Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception e) { return (false, true, $"it does not start (error {e.NativeErrorCode})"); }
        using (child)
        {
            var (connected, fault, text) = await WatchAsync(child, update.Version, cancellation);
            if (connected) { await EndAsync(child); }
            else if (!child.HasExited)
            {
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
            }
            return (connected, fault, text);
        }
    }

    async Task<(bool Connected, bool Fault, string Text)> WatchAsync(Process child, string version, CancellationToken cancellation)
    {
        long began = time.GetTimestamp(), asked = began, there = began;
        while (!record.IsConnected(version))
        {
            if (child.HasExited) { return (false, true, $"it ended with status {child.ExitCode}"); }
            if (cancellation.IsCancellationRequested) { return (false, false, "the agent was stopped during the trial"); }
            if (time.GetElapsedTime(asked) >= AskEvery)
            {
                // Put off by a busy server it has to wait, and did speak to it.
                var putOff = record.TakePutOff(version);
                bool away = putOff is null && !await AnswersAsync(cancellation);
                asked = time.GetTimestamp();
                if (putOff is not null || away) { there = asked + (long)((putOff ?? TimeSpan.Zero).TotalSeconds * time.TimestampFrequency); }
            }
            if (time.GetElapsedTime(there) >= Limit) { return (false, true, $"it was not connected within {Limit.TotalSeconds:0} s, while the server answers"); }
            if (time.GetElapsedTime(began) >= Longest) { return (false, false, $"the server was away or busy for {Longest.TotalMinutes:0} minutes"); }
            await Task.Delay(Step, time, CancellationToken.None);
        }
        return (true, false, "");
    }

    async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try { return await answers(cancellation); }
        catch (OperationCanceledException) { return false; }
    }

    async Task EndAsync(Process child)
    {
        Libc.Kill(child.Id, Libc.SignalTerminate);
        try { await child.WaitForExitAsync(CancellationToken.None).WaitAsync(EndLimit, time); }
        catch (TimeoutException)
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Null when it is in place, else why not.</summary>
    static string? Place(PreparedUpdate update)
    {
        string previous = update.Program + ".previous";
        try
        {
            File.Copy(update.Program, previous + ".new", overwrite: true);
            File.Move(previous + ".new", previous, overwrite: true);
            File.Move(update.Beside, update.Program, overwrite: true);
            Libc.FlushDirectory(Path.GetDirectoryName(update.Program)!);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"it cannot be put in place ({e.GetType().Name})"; }
    }
}
