namespace BloxOs.Data.Jobs;

/// <summary>The right to run a job. What it writes names the fence: once somebody else has a later one, nothing of this is taken.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="Fence">Counts up with every run.</param>
/// <param name="Position">How far the job was when the run began; null at first. The job says what it means.</param>
public sealed record JobLease(string Job, long Fence, long? Position);
