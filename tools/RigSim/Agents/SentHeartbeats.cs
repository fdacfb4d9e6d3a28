using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.Agents;

/// <summary>Heartbeats of one connection that wait for their acknowledgement. Not thread-safe.</summary>
internal sealed class SentHeartbeats(FleetTally tally)
{
    readonly Queue<(long Number, long Timestamp)> waiting = new(2);
    long number;

    /// <summary>When the oldest one went that is not acknowledged; null when all are.</summary>
    public long? OldestTimestamp => waiting.TryPeek(out var oldest) ? oldest.Timestamp : null;

    /// <summary>A connection begins: numbers start again at 1.</summary>
    public void Restart()
    {
        waiting.Clear();
        number = 0;
    }

    /// <summary>Number of the next heartbeat, which counts as sent.</summary>
    public long Next(long timestamp)
    {
        waiting.Enqueue((++number, timestamp));
        tally.Add(Counted.HeartbeatsSent);
        return number;
    }

    /// <summary>All up to this number came.</summary>
    public void Acknowledge(long upTo, Func<long, TimeSpan> since)
    {
        while (waiting.TryPeek(out var oldest) && oldest.Number <= upTo)
        {
            waiting.Dequeue();
            tally.Add(Counted.HeartbeatsAcknowledged);
            tally.HeartbeatLatency.Add(since(oldest.Timestamp));
        }
    }
}
