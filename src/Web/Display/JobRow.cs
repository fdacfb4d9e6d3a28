using BloxOs.Data.Jobs;

namespace BloxOs.Web.Display;

/// <summary>A job on the page of jobs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Does">What it does, in a few words.</param>
/// <param name="State">How it stands; null before its first run.</param>
internal sealed record JobRow(string Name, string Does, JobState? State)
{
    static readonly (string Name, string Does)[] s_known =
    [
        ("history-pack", "Packs new samples of all rigs into the history"),
        ("history-rollup", "Makes five-minute and hourly points, and the totals of farms"),
        ("history-retention", "Deletes what is no longer kept, and what deleted rigs left"),
        ("timeline-trim", "Deletes events of rigs that are old, or more than a rig keeps"),
        ("request-keys", "Forgets the keys of API requests that nobody repeats, and results of batches"),
    ];

    /// <summary>Why it deletes nothing; null when it does.</summary>
    public ClockDoubt? Doubt { get; init; }

    /// <summary>When it is due by the schedule of this process; null where none runs.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it runs next: as its last run said, or for the first time; null when nobody knows.</summary>
    public DateTimeOffset? NextAt => State?.NextAt ?? DueAt;

    /// <summary>All jobs that there are, and others that ever ran.</summary>
    public static IReadOnlyList<JobRow> Of(IReadOnlyList<JobState> states, IReadOnlyList<ClockDoubt> doubts, IReadOnlyDictionary<string, DateTimeOffset>? due = null)
    {
        var byName = states.ToDictionary(state => state.Name, StringComparer.Ordinal);
        return [.. s_known.Select(job => new JobRow(job.Name, job.Does, byName.GetValueOrDefault(job.Name)) 
            {
                Doubt = doubts.FirstOrDefault(doubt => doubt.Job == job.Name),
                DueAt = due is not null && due.TryGetValue(job.Name, out var at) ? at : null,
            }),
            .. states.Where(state => !Array.Exists(s_known, job => job.Name == state.Name)).Select(state => new JobRow(state.Name, "", state))];
    }

    /// <summary>A run that is due begins within this.</summary>
    static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    /// <summary>Since when it should have run again; null when it is in time, runs, or has no next time.</summary>
    public DateTimeOffset? OverdueSince(DateTimeOffset now) => State?.NextAt is { } next && now - next > s_grace && Standing(now) != JobStanding.Running ? next : null;

    /// <summary>How the last run went, or goes.</summary>
    public JobStanding Standing(DateTimeOffset now) => State switch
    {
        null => JobStanding.NotYet,
        { EndedAt: null } running when running.LeaseUntil > now => JobStanding.Running,
        { EndedAt: null } => JobStanding.Broken,
        { Error: null } when Doubt is not null => JobStanding.Waits,
        { Error: not null } => JobStanding.Failed,
        _ => JobStanding.Done,
    };
}
