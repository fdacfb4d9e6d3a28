using System.Collections.Concurrent;
using BloxOs.RigSim.Agents;

namespace BloxOs.RigSim.Fleet;

/// <summary>One loop that ticks every rig when its time comes: cheaper than timers of their own, and each message still goes alone.</summary>
internal sealed class FleetClock(TimeProvider time)
{
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    readonly ConcurrentQueue<RigAgent> added = new();
    readonly PriorityQueue<RigAgent, long> due = new();

    /// <summary>Ticks this rig from now on.</summary>
    public void Add(RigAgent agent) => added.Enqueue(agent);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            while (added.TryDequeue(out var agent)) { due.Enqueue(agent, 0); }
            while (due.TryPeek(out var agent, out long at) && at <= time.GetTimestamp())
            {
                due.Dequeue();
                due.Enqueue(agent, agent.Tick(time.GetTimestamp()));
            }
            await Task.Delay(Wait(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    TimeSpan Wait()
    {
        if (!due.TryPeek(out _, out long at)) { return LongestWait; }
        long now = time.GetTimestamp();
        var wait = at <= now ? ShortestWait : time.GetElapsedTime(now, at);
        return wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
    }
}
