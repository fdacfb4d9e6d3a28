using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Silo.History;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Moves samples from the journal into the packed history.</summary>
[DisallowConcurrentExecution]
internal sealed partial class HistoryPackJob(IHistoryPacker packer, HistoryDamage damage, IJobLedger ledger, TimeProvider time, ILogger<HistoryPackJob> logger) : ClusterJob(ledger, time, logger)
{
    readonly ILogger _logger = logger;

    protected override string Name => IHistoryPacker.Job;

    protected override async Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation)
    {
        var packed = await packer.PackAsync(lease, cancellation);
        string result = string.Create(CultureInfo.InvariantCulture, $"{packed.Samples} samples into {packed.Chunks} chunks");
        long lost = packed.Damaged + packed.DamagedChunks;
        if (lost > 0)
        {
            damage.Add(packed.Damaged, packed.DamagedChunks);
            LogDamaged(packed.Damaged, packed.DamagedChunks);
        }
        string? error = lost == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{packed.Damaged} samples and {packed.DamagedChunks} chunks could not be read and were left out.");
        return new(packed.Samples, packed.LeftOut == 0 ? result : string.Create(CultureInfo.InvariantCulture, $"{result}; {packed.LeftOut} were there already, or their hour is full"), error);
    }

    [LoggerMessage(LogLevel.Error, "{Samples} samples that waited and {Chunks} packed hours of rigs are damaged: their bytes are not what was written. They were left out; check the disk and the file system")]
    partial void LogDamaged(long samples, long chunks);
}
