namespace BloxOs.Silo.Schedules;

/// <summary>When the jobs of this process are due.</summary>
public interface IJobTimes
{
    /// <summary>The next time of each job, by its name; of those that have one.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> NextAsync(CancellationToken cancellation);
}
