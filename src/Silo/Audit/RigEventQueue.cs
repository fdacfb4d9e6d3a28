using System.Threading.Channels;
using BloxOs.Data.Audit;
using BloxOs.Grains.Audit;
using BloxOs.Silo.Settings;

namespace BloxOs.Silo.Audit;

/// <summary>Holds events of rigs until they are written: a bounded queue, so that no grain ever waits for the audit log.</summary>
internal sealed partial class RigEventQueue(IServiceProvider services, TimeProvider time, ILogger<RigEventQueue> logger) : BackgroundService, IRigEvents
{
    /// <summary>Most events that wait; a farm of thousands that loses its power is one burst.</summary>
    public const int Capacity = 20_000;

    const int MaxBatch = 256;
    static readonly TimeSpan s_leastAway = TimeSpan.FromMinutes(2);
    static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    readonly Channel<RigEvent> _queue = Channel.CreateBounded<RigEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    long _dropped;

    /// <summary>Longer than a sample may be due: the grain of a rig that was made anew hears of its connection only then.</summary>
    public TimeSpan AwayAfter { get; } =
        services.GetService<BloxOsSettings>() is { } settings && settings.Gateway.StatsInterval > s_leastAway / 2 ? settings.Gateway.StatsInterval * 2 : s_leastAway;

    public void Note(RigEvent what)
    {
        if (!_queue.Writer.TryWrite(what)) { Interlocked.Increment(ref _dropped); }
    }

    /// <summary>Takes what still comes, writes it, and ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) { await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken)); }
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var log = services.GetRequiredService<IAuditLog>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                var batch = new List<AuditRecord>();
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var what)) { batch.Add(Record(what)); }
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped) { batch.Add(Dropped(dropped)); }
                await WriteAsync(log, batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { LogLost(_queue.Reader.Count); }
    }

    /// <summary>In their order; what could not be written is tried again until it can, while further events wait.</summary>
    async Task WriteAsync(IAuditLog log, List<AuditRecord> batch, CancellationToken cancellation)
    {
        while (batch.Count > 0)
        {
            var written = await Task.WhenAll(batch.Select(record => TryWriteAsync(log, record)));
            batch = [.. batch.Where((_, i) => !written[i])];
            if (batch.Count > 0) { await Task.Delay(s_retry, time, cancellation); }
        }
    }

    async Task<bool> TryWriteAsync(IAuditLog log, AuditRecord record)
    {
        try
        {
            await log.AppendAsync(record);
            return true;
        }
        catch (AuditUnavailableException failure)
        {
            LogUnavailable(failure);
            return false;
        }
        catch (ArgumentException wrong)
        {
            LogWrong(wrong, record.Action);
            return true;
        }
    }

    static AuditRecord Record(RigEvent what) => new()
    {
        At = what.At,
        Actor = new(AuditActorKind.Rig, what.RigId, AuditText.Of(what.RigName, AuditInput.MaxNameLength)),
        Action = what.Action,
        FarmId = what.FarmId,
        RigId = what.RigId,
        Target = AuditText.Of(what.RigName, AuditInput.MaxNameLength),
        Changes = [.. what.Changes.Take(AuditInput.MaxChanges).Select(static change => new AuditChange(
            AuditText.Of(change.Field, AuditInput.MaxFieldLength), Fit(change.Before), Fit(change.After)))],
    };

    static string? Fit(string? value) => value is null ? null : AuditText.Of(value, AuditInput.MaxValueLength);

    AuditRecord Dropped(long count) => new()
    {
        At = time.GetUtcNow(),
        Actor = new(AuditActorKind.System, "", "BloxOs"),
        Action = "audit.dropped",
        Target = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} events of rigs were dropped"),
    };

    [LoggerMessage(LogLevel.Warning, "Events of rigs could not be written to the audit log; it is tried again")]
    partial void LogUnavailable(Exception failure);

    [LoggerMessage(LogLevel.Error, "An event {Action} does not fit into the audit log")]
    partial void LogWrong(Exception failure, string action);

    [LoggerMessage(LogLevel.Warning, "{Count} events of rigs were not written to the audit log before the end")]
    partial void LogLost(int count);
}
