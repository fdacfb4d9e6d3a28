using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <summary>Deletes what is no longer kept, and the history of rigs and farms that are no more.</summary>
public interface IHistoryRetention
{
    /// <summary>The job that does it.</summary>
    const string Job = "history-retention";

    /// <summary>Deletes; returns how many chunks, and how many rigs and farms were forgotten.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs the job by now.</exception>
    Task<(long Chunks, long Subjects)> TrimAsync(JobLease lease, CancellationToken cancellation);
}
