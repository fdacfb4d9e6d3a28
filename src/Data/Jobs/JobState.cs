namespace BloxOs.Data.Jobs;

/// <summary>A job as it stands.</summary>
public sealed record JobState
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The process that runs it or ran it last.</summary>
    public string? Holder { get; init; }

    /// <summary>When the last run began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs, or when its process died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long the last run that ended took.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>How many things it worked on.</summary>
    public long? Did { get; init; }

    /// <summary>That in words.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When it runs next.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Until when the run may go on without another sign of life.</summary>
    public DateTimeOffset LeaseUntil { get; init; }
}
