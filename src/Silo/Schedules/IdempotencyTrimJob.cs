using System.Globalization;
using BloxOs.Data.Idempotency;
using BloxOs.Data.Jobs;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Frees the keys of requests that nobody repeats any more; what became of many rigs at once is kept under such a key, too.</summary>
[DisallowConcurrentExecution]
internal sealed class IdempotencyTrimJob(IIdempotencyStore requests, IJobLedger ledger, TimeProvider time, ILogger<IdempotencyTrimJob> logger) : ClusterJob(ledger, time, logger)
{
    /// <summary>How long a repeated request is known.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(25);

    const int Bite = 1_000;

    readonly TimeProvider _time = time;

    protected override string Name => "request-keys";

    protected override async Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation)
    {
        long forgotten = 0;
        int last;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            forgotten += last = await requests.TrimAsync(_time.GetUtcNow() - Retention, Bite);
        }
        while (last == Bite);
        return new(forgotten, string.Create(CultureInfo.InvariantCulture, $"{forgotten} keys of API requests forgotten"));
    }
}
