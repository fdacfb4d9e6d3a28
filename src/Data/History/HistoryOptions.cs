namespace BloxOs.Data.History;

/// <summary>How long each resolution is kept, and how often it is made.</summary>
public sealed record HistoryOptions
{
    /// <summary>Samples one by one.</summary>
    public TimeSpan Raw { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Points of five minutes.</summary>
    public TimeSpan FiveMinutes { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Points of an hour.</summary>
    public TimeSpan Hour { get; init; } = TimeSpan.FromDays(730);

    /// <summary>Time between two runs of the packer, and of what makes the coarser points; what is too old goes every twelfth time.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);
}
