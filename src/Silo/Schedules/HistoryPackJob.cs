using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Moves samples from the journal into the packed history.</summary>
[DisallowConcurrentExecution]
internal sealed class HistoryPackJob(IHistoryPacker packer, IJobLedger ledger, TimeProvider time, ILogger<HistoryPackJob> logger) : ClusterJob(ledger, time, logger)
{
    protected override string Name => IHistoryPacker.Job;

    protected override async Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation)
    {
        var packed = await packer.PackAsync(lease, cancellation);
        string result = string.Create(CultureInfo.InvariantCulture, $"{packed.Samples} samples into {packed.Chunks} chunks");
        long lost = packed.Damaged + packed.DamagedChunks;
        string? error = lost == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{packed.Damaged} samples and {packed.DamagedChunks} chunks could not be read and were left out.");
        return new(packed.Samples, packed.LeftOut == 0 ? result : string.Create(CultureInfo.InvariantCulture, $"{result}; {packed.LeftOut} were there already, or their hour is full"), error);
    }
}
