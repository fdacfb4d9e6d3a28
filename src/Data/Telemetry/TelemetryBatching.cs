namespace BloxOs.Data.Telemetry;

/// <summary>How samples are gathered before they are written in one transaction.</summary>
public sealed record TelemetryBatching
{
    /// <summary>Longest time that the first sample of a batch waits for others; each batch costs a sync of the disk.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A batch of so many samples is written at once.</summary>
    public int MaxSamples { get; init; } = 4_096;

    /// <summary>A batch of so many bytes of payload is written at once.</summary>
    public long MaxBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most samples that wait for the database; further ones are refused.</summary>
    public int MaxWaitingSamples { get; init; } = 65_536;

    /// <summary>Most bytes of payload that wait for the database; further ones are refused.</summary>
    public long MaxWaitingBytes { get; init; } = 64 * 1024 * 1024;
}
