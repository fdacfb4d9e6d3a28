using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.CommandLine;

/// <summary>Ends the warm-up and writes progress while a fleet runs.</summary>
internal static class Reports
{
    /// <summary>Runs until cancelled.</summary>
    public static Task RunAsync(SimulatedFleet fleet, Arguments arguments, TextWriter progress, TimeProvider time, CancellationToken cancellationToken) =>
        Task.WhenAll(WarmUpAsync(fleet, arguments.Warmup, time, cancellationToken), ProgressAsync(fleet, arguments.Progress, progress, time, cancellationToken));

    static async Task WarmUpAsync(SimulatedFleet fleet, TimeSpan? warmup, TimeProvider time, CancellationToken cancellationToken)
    {
        if (warmup is null) { return; }
        await Task.Delay(warmup.Value, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested) { fleet.ForgetLatencies(); }
    }

    static async Task ProgressAsync(SimulatedFleet fleet, TimeSpan? period, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        if (period is null) { return; }
        using var timer = new PeriodicTimer(period.Value, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken)) { await output.WriteLineAsync(fleet.Snapshot().ToJson()); }
        }
        catch (OperationCanceledException)
        {
            // The fleet has ended.
        }
    }
}
