namespace BloxOs.Grains.Users;

/// <summary>One browser in which a person is signed in. Also stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.user-session")]
public sealed record UserSession
{
    /// <summary>Longest <see cref="Address"/> and <see cref="Browser"/>, characters.</summary>
    public const int MaxText = 64;

    /// <summary>128 random bits; new at each sign-in.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>When the person signed in.</summary>
    [Id(1)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was used last, to within five minutes.</summary>
    [Id(2)] public DateTimeOffset SeenAt { get; init; }

    /// <summary>The network address of the sign-in.</summary>
    [Id(3)] public string Address { get; init; } = "";

    /// <summary>Browser and system as they name themselves, such as <c>Firefox on Linux</c>.</summary>
    [Id(4)] public string Browser { get; init; } = "";
}
