namespace BloxOs.Cluster.Tests;

/// <summary>A run of a job.</summary>
/// <param name="Began">By the clock of the silo that ran it.</param>
/// <param name="Holder">That silo.</param>
/// <param name="Ended">It said that it had ended; not when its silo was killed, or when it lost its lease.</param>
/// <param name="Failed">It said that it had failed.</param>
internal sealed record JobRun(DateTimeOffset Began, string Holder, bool Ended, bool Failed)
{
    /// <summary>Whose lease is all there is to end it runs out after that; one that failed may be taken up at once.</summary>
    public TimeSpan Spares(TimeSpan whenItWentWell) => !Ended ? Data.Jobs.IJobLedger.LeaseTime : Failed ? TimeSpan.Zero : whenItWentWell;

    public override string ToString() => FormattableString.Invariant($"{Holder} at {Began:HH:mm:ss.fff}{(Ended ? "" : ", not ended")}{(Failed ? ", failed" : "")}");
}
