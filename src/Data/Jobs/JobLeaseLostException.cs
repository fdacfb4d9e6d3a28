namespace BloxOs.Data.Jobs;

/// <summary>Another process runs the job by now: what was about to be written was not.</summary>
public sealed class JobLeaseLostException(string job) : Exception($"The job {job} is run by another process by now.");
