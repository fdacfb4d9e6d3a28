using BloxOs.Agent.Machine;
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
    /// <summary>Time that the kernel gets to end what was killed.</summary>
    public static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends it, and what it started. False when something of it cannot be ended: it hangs in the kernel, mostly in a driver.</summary>
    /// <param name="name">The instance.</param>
    /// <param name="process">Its process.</param>
    /// <param name="cancellation">The agent stops.</param>
    public async Task<bool> StopAsync(string name, MinerProcess process, CancellationToken cancellation)
    {
        bool ended = await SignalAsync(process, Libc.SignalTerminate, patience, cancellation)
            || await SignalAsync(process, Libc.SignalKill, KillPatience, cancellation);
        return ended && await EndRestAsync(name, process, KillPatience, cancellation);
    }

    /// <summary>
    /// Kills what a miner that has ended left, in its session or in one of its own, and waits until that is gone: many miners are a watchdog, and the process that works is its child.
    /// </summary>
    /// <param name="name">The instance.</param>
    /// <param name="process">The miner.</param>
    /// <param name="limit">Time to be gone.</param>
    /// <param name="cancellation">The agent stops.</param>
    public async Task<bool> EndRestAsync(string name, MinerProcess process, TimeSpan limit, CancellationToken cancellation)
    {
        long begun = time.GetTimestamp();
        while (KillRest(name, process))
        {
            if (time.GetElapsedTime(begun) >= limit) { return false; }
            await Task.Delay(Step, time, cancellation);
        }
        return true;
    }

    /// <summary>True when something was left. The marks, which children inherit, tell it from other processes, and from a later session with the same number.</summary>
    bool KillRest(string name, MinerProcess process)
    {
        bool left = false;
        foreach (var entry in table.With($"{MinerPlaces.OwnerVariable}={places.StateDirectory}"))
        {
            if (entry.Id == process.Id || entry.Id == Environment.ProcessId) { continue; }
            if (entry.Session != process.Id && !table.Has(entry.Id, $"{MinerPlaces.NameVariable}={name}")) { continue; }
            Libc.Kill(entry.Id, Libc.SignalKill);
            left = true;
        }
        return left;
    }

    async Task<bool> SignalAsync(MinerProcess process, int signal, TimeSpan limit, CancellationToken cancellation)
    {
        if (!process.Runs(table)) { return true; }
        Libc.Kill(-process.Id, signal);
        long begun = time.GetTimestamp();
        while (process.Runs(table))
        {
            if (time.GetElapsedTime(begun) > limit) { return false; }
            await Task.Delay(Step, time, cancellation);
        }
        return true;
    }
}
