using BloxOs.Agent.Native;

namespace BloxOs.Agent.Control;

/// <summary>Ends miners: a request to the whole group, and after a limit no choice. Touches only what is provably ours.</summary>
/// <param name="table">The kernel's word on who is who.</param>
/// <param name="places">What marks a process as ours.</param>
/// <param name="patience">Time to end in peace.</param>
/// <param name="time">Clock.</param>
internal sealed class MinerStopper(ProcessTable table, MinerPlaces places, TimeSpan patience, TimeProvider time)
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends it. False when it cannot be ended: it hangs in the kernel, mostly in a driver.</summary>
    public async Task<bool> StopAsync(MinerProcess process, CancellationToken cancellation)
    {
        bool ended = await SignalAsync(process, Libc.SignalTerminate, patience, cancellation)
            || await SignalAsync(process, Libc.SignalKill, KillPatience, cancellation);
        if (ended) { KillRest(process); }
        return ended;
    }

    /// <summary>Kills what a miner that has ended left in its session. The mark tells it from a later session with the same number.</summary>
    public void KillRest(MinerProcess process)
    {
        foreach (var entry in table.OfSession(process.Id))
        {
            if (!entry.Ended && entry.Id != process.Id && table.Has(entry.Id, $"{MinerPlaces.OwnerVariable}={places.StateDirectory}")) { Libc.Kill(entry.Id, Libc.SignalKill); }
        }
    }

    async Task<bool> SignalAsync(MinerProcess process, int signal, TimeSpan limit, CancellationToken cancellation)
    {
        if (!table.Runs(process)) { return true; }
        Libc.Kill(-process.Id, signal);
        long begun = time.GetTimestamp();
        while (table.Runs(process))
        {
            if (time.GetElapsedTime(begun) > limit) { return false; }
            await Task.Delay(Step, time, cancellation);
        }
        return true;
    }
}
