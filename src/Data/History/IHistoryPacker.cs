using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <summary>Moves samples from the journal into the packed history.</summary>
public interface IHistoryPacker
{
    /// <summary>The job that packs; its position is the time, Unix milliseconds, up to which everything that had come is packed.</summary>
    const string Job = "history-pack";

    /// <summary>Packs all that waits.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs the job by now.</exception>
    Task<PackResult> PackAsync(JobLease lease, CancellationToken cancellation);
}
