using BloxOs.RigSim.Agents;
using BloxOs.RigSim.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BloxOs.RigSim.Fleet;

/// <summary>Fake rigs in this process that speak the real protocol over real sockets with a server on this machine.</summary>
public sealed partial class SimulatedFleet
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan DrainWhenStopped = TimeSpan.FromSeconds(1);

    readonly FleetOptions options;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly FleetTally tally = new();
    readonly RigLink[] links;
    readonly long startedAt;

    /// <summary>A fleet that is not started.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="rigs">Tokens and models.</param>
    /// <param name="time">Clock of every rig.</param>
    /// <param name="logger">For starts, ends and (debug) broken connections.</param>
    /// <exception cref="ArgumentException">An option out of range, too many rigs, or a server on another machine.</exception>
    public SimulatedFleet(FleetOptions options, IReadOnlyList<SimulatedRig> rigs, TimeProvider time, ILogger? logger = null)
    {
        options.Validate(rigs.Count);
        (this.options, this.time, this.logger) = (options, time, logger ?? NullLogger.Instance);
        var target = TargetAddress.Parse(options.Url);
        // Starts and reconnects of a large fleet are spread, so that the load is even.
        var spread = TimeSpan.FromMilliseconds(Math.Min(rigs.Count * 5.0, 30_000));
        links = [.. rigs.Select((rig, i) => new RigLink(
            new(rig.Model, options, spread * 2, tally, time), rig.Token, target, target.SourceOf(options.FirstSource, i, rigs.Count), spread, tally, time, this.logger))];
        startedAt = time.GetTimestamp();
    }

    /// <summary>Rigs connected and welcomed at this moment.</summary>
    public int Connected => tally.Connected;

    /// <summary>Runs for the duration of the options, or until cancelled; then waits for the last acknowledgements and says goodbye.</summary>
    /// <param name="cancellationToken">Stops within about two seconds.</param>
    public async Task<FleetResult> RunAsync(CancellationToken cancellationToken)
    {
        LogStarts(links.Length, options.Url);
        using var stopLinks = new CancellationTokenSource();
        var clock = new FleetClock(time);
        var clockRuns = clock.RunAsync(stopLinks.Token);
        using var end = options.Duration is { } duration ? new CancellationTokenSource(duration, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var running = await StartAsync(clock, stopLinks.Token, either.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DrainAsync(cancellationToken.IsCancellationRequested && options.Drain > DrainWhenStopped ? DrainWhenStopped : options.Drain, cancellationToken);
        var result = Snapshot();
        await stopLinks.CancelAsync();
        await Task.WhenAll(running);
        await clockRuns;
        LogEnds(result.SamplesAcknowledged, result.SamplesLost);
        return result;
    }

    /// <summary>What has happened so far.</summary>
    public FleetResult Snapshot()
    {
        long acknowledged = tally[Counted.SamplesAcknowledged];
        long produced = Math.Max(tally[Counted.SamplesProduced], acknowledged);
        return new()
        {
            Rigs = links.Length,
            Connected = tally.Connected,
            EverConnected = tally[Counted.EverConnected],
            Reconnects = tally[Counted.Reconnects],
            ConnectFailures = new SortedDictionary<string, long>(tally.ConnectFailures, StringComparer.Ordinal),
            Closes = new SortedDictionary<string, long>(tally.Closes, StringComparer.Ordinal),
            HeartbeatsSent = tally[Counted.HeartbeatsSent],
            HeartbeatsAcknowledged = tally[Counted.HeartbeatsAcknowledged],
            SamplesProduced = produced,
            SamplesSent = tally[Counted.SamplesSent],
            SamplesAcknowledged = acknowledged,
            SamplesLost = produced - acknowledged,
            SamplesOverflowed = tally[Counted.SamplesOverflowed],
            SamplesReplayed = tally[Counted.SamplesReplayed],
            LiveSent = tally[Counted.LiveSent],
            DuplicatesSent = tally[Counted.DuplicatesSent],
            StoredWentBack = tally[Counted.StoredWentBack],
            SilentConnections = tally[Counted.SilentConnections],
            Faults = FaultCounts(),
            MessagesSent = tally[Counted.MessagesSent],
            MessagesReceived = tally[Counted.MessagesReceived],
            BytesSent = tally[Counted.BytesSent],
            BytesReceived = tally[Counted.BytesReceived],
            HeartbeatLatency = tally.HeartbeatLatency.Summarize(),
            StatsLatency = tally.StatsLatency.Summarize(),
            BacklogTime = tally.BacklogTime.Summarize(),
            Seconds = Math.Round(time.GetElapsedTime(startedAt).TotalSeconds, 3),
            CpuSeconds = Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3),
            RssBytes = Environment.WorkingSet,
        };
    }

    /// <summary>Forgets the latencies measured so far: the warm-up is over.</summary>
    public void ForgetLatencies()
    {
        tally.HeartbeatLatency.Clear();
        tally.StatsLatency.Clear();
    }

    async Task<List<Task>> StartAsync(FleetClock clock, CancellationToken links, CancellationToken cancellationToken)
    {
        var running = new List<Task>(this.links.Length);
        long begin = time.GetTimestamp();
        foreach (var link in this.links)
        {
            var due = TimeSpan.FromSeconds(running.Count / options.RampPerSecond);
            while (time.GetElapsedTime(begin) < due && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            if (cancellationToken.IsCancellationRequested) { break; }
            running.Add(link.RunAsync(clock.Add, links));
        }
        return running;
    }

    async Task DrainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        foreach (var link in links) { link.Agent.StopProducing(); }
        if (cancellationToken.IsCancellationRequested) { cancellationToken = CancellationToken.None; }
        long begin = time.GetTimestamp();
        while (links.Any(l => l.Agent.Unacknowledged > 0) && time.GetElapsedTime(begin) < longest && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    SortedDictionary<string, long> FaultCounts() => new(StringComparer.Ordinal)
    {
        ["drop"] = tally[Counted.Drops],
        ["delay"] = tally[Counted.Delays],
        ["duplicate"] = tally[Counted.DuplicatesSent],
        ["garbage"] = tally[Counted.GarbageSent],
        ["halfOpen"] = tally[Counted.HalfOpened],
        ["gpuLoss"] = tally[Counted.GpuLosses],
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rigs} fake rigs start towards {Url}")]
    partial void LogStarts(int rigs, string url);

    [LoggerMessage(Level = LogLevel.Information, Message = "The fake rigs end: {Acknowledged} samples acknowledged, {Lost} not")]
    partial void LogEnds(long acknowledged, long lost);
}
