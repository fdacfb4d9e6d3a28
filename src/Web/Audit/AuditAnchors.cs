using BloxOs.Data.Audit;
using BloxOs.Silo.Secrets;

namespace BloxOs.Web.Audit;

/// <summary>Signs the last line now and then: after 100 new lines within a minute, after any within ten minutes, and when the server stops.</summary>
internal sealed partial class AuditAnchors(IAuditChain chain, MasterKey master, AuditAnchorFile file, TimeProvider time, ILogger<AuditAnchors> logger) : BackgroundService
{
    /// <summary>What the master key's derived key is for.</summary>
    public const string KeyPurpose = "audit anchors";

    const int ManyLines = 100;
    static readonly TimeSpan s_look = TimeSpan.FromMinutes(1), s_longest = TimeSpan.FromMinutes(10);

    readonly byte[] _key = master.Derive(KeyPurpose);
    long _anchored, _at;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LookAsync(1, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _at = time.GetTimestamp();
        _anchored = LastKept();
        using var timer = new PeriodicTimer(s_look, time);
        try
        {
            do { await LookAsync(time.GetElapsedTime(_at) >= s_longest ? 1 : ManyLines, stoppingToken); }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    long LastKept()
    {
        try { return file.Read().Anchors.Select(static anchor => anchor.Sequence).DefaultIfEmpty().Max(); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailed(failure);
            return 0;
        }
    }

    /// <summary>The file first: an anchor that is only in the database could be cut off with the lines.</summary>
    async Task LookAsync(int atLeast, CancellationToken cancellation)
    {
        try
        {
            var head = await chain.HeadAsync(cancellation);
            if (head.Sequence - _anchored < atLeast) { return; }
            var anchor = AuditAnchor.Sign(_key, head.Sequence, head.Hash, time.GetUtcNow());
            file.Append(anchor);
            await chain.AddAnchorAsync(anchor, cancellation);
            (_anchored, _at) = (head.Sequence, time.GetTimestamp());
        }
        catch (OperationCanceledException) { }
        catch (Exception failure) { LogFailed(failure); }
    }

    [LoggerMessage(LogLevel.Warning, "The audit log's last line could not be signed; it is tried again")]
    partial void LogFailed(Exception failure);
}
