using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <summary>Makes the coarser resolutions, and the totals of farms.</summary>
public interface IHistoryRollup
{
    /// <summary>The job that does it.</summary>
    const string Job = "history-rollup";

    /// <summary>Makes all hours again that changed; returns how many, of rigs and of farms.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs the job by now.</exception>
    Task<(long RigHours, long FarmHours)> RollUpAsync(JobLease lease, CancellationToken cancellation);
}
