using System.Diagnostics;
using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Updates;

/// <summary>
/// Runs a new build as a child before it is put in place: only one that has connected to the server takes the place of the old one. So whatever
/// happens, also a power cut in the middle, the program in place is one that works. Everything else of the agent has ended before.
/// </summary>
/// <param name="record">What the rig remembers of updates.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class UpdateTrial(UpdateRecord record, AgentLog log, TimeProvider time)
{
    /// <summary>Variable by which the new build knows that it is on trial: the process id of who watches it.</summary>
    public const string Variable = "BLOXOS_UPDATE_TRIAL";

    /// <summary>The new build has to be connected within this.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Tries it and puts it in place, with the old one kept beside as <c>.previous</c>; or deletes it and remembers its version. True when it is in place.</summary>
    public async Task<bool> RunAsync(PreparedUpdate update, CancellationToken cancellation)
    {
        if (!record.BeginTrial(update.Version)) { return false; }
        log.Info($"trying version {update.Version}");
        string failure = await TryAsync(update, cancellation) ?? Place(update) ?? "";
        if (failure.Length == 0)
        {
            record.EndTrial(update.Version, true, "it connected and is in place");
            log.Info($"version {update.Version} is in place");
            return true;
        }
        try { File.Delete(update.Beside); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { log.Warn($"{update.Beside} cannot be deleted ({e.GetType().Name})"); }
        if (cancellation.IsCancellationRequested)
        {
            record.AbandonTrial();   // no fault of the new version
            return false;
        }
        record.EndTrial(update.Version, false, failure);
        log.Error($"version {update.Version} failed: {failure}; the old one goes on, and this version is not tried again");
        return false;
    }

    /// <summary>Null when it connected, else why not.</summary>
    async Task<string?> TryAsync(PreparedUpdate update, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(update.Beside) { UseShellExecute = false };
        start.Environment[Variable] = $"{Environment.ProcessId}";
        Process child;
        try { child = Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception e) { return $"it does not start (error {e.NativeErrorCode})"; }
        using (child)
        {
            long began = time.GetTimestamp();
            while (!record.IsConnected(update.Version))
            {
                if (child.HasExited) { return $"it ended with status {child.ExitCode}"; }
                bool late = time.GetElapsedTime(began) >= Limit;
                if (late || cancellation.IsCancellationRequested)
                {
                    child.Kill();
                    await child.WaitForExitAsync(CancellationToken.None);
                    return late ? $"it was not connected within {Limit.TotalSeconds:0} s" : "the agent was stopped during the trial";
                }
                await Task.Delay(Step, time, CancellationToken.None);
            }
            await EndAsync(child);
            return null;
        }
    }

    async Task EndAsync(Process child)
    {
        NativeProcess.Terminate(child.Id);
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
            NativeProcess.FlushDirectory(Path.GetDirectoryName(update.Program)!);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"it cannot be put in place ({e.GetType().Name})"; }
    }
}
