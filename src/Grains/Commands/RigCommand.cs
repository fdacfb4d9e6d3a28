namespace BloxOs.Grains.Commands;

/// <summary>One command to one rig, from the order to its end. All times are the server's.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-command")]
public sealed record RigCommand
{
    /// <summary>Characters of <see cref="Output"/> that lists carry: a reason, but no log.</summary>
    public const int LongestInList = 200;

    /// <summary>Opaque id; the rig never carries out the same one twice.</summary>
    [Id(0)] public required string CommandId { get; init; }

    /// <summary>What it asks for.</summary>
    [Id(1)] public CommandKind Kind { get; init; }

    /// <summary>Name of the miner instance; null for all.</summary>
    [Id(2)] public string? Instance { get; init; }

    /// <summary>Version of the agent to change to; null for the newest.</summary>
    [Id(3)] public string? Version { get; init; }

    /// <summary>Who ordered it, as people know him.</summary>
    [Id(4)] public string OrderedBy { get; init; } = "";

    /// <summary>When it was ordered.</summary>
    [Id(5)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this it must not begin.</summary>
    [Id(6)] public DateTimeOffset NotAfter { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(7)] public CommandPhase Phase { get; init; }

    /// <summary>When it was first handed to the rig's connection; null when it was not.</summary>
    [Id(8)] public DateTimeOffset? SentAt { get; init; }

    /// <summary>When word came that the rig had begun; null when none did.</summary>
    [Id(9)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over; null when it is not.</summary>
    [Id(10)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the rig printed, or why it ended like this; several lines.</summary>
    [Id(11)] public string? Output { get; init; }

    /// <summary>The beginning of <see cref="Output"/>, or all of it, is not kept.</summary>
    [Id(12)] public bool Cut { get; init; }

    /// <summary><see cref="Output"/> is longer than what a list carries, and left out: ask for the command by itself.</summary>
    [Id(13), System.Text.Json.Serialization.JsonIgnore] public bool OutputLeftOut { get; init; }

    /// <summary>As a list carries it.</summary>
    internal RigCommand Brief() => Output?.Length > LongestInList ? this with { Output = null, OutputLeftOut = true } : this;

    /// <summary>Nothing more is to come.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public bool IsOver => Phase >= CommandPhase.Ok;
}
