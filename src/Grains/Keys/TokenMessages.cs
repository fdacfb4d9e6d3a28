namespace BloxOs.Grains.Keys;

/// <summary>What all refresh tokens since one sign-in have in common.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.token-family")]
public sealed record TokenFamily
{
    /// <summary>Who signed in.</summary>
    [Id(0)] public required string UserId { get; init; }

    /// <summary>What the account was like then: another one ends the family.</summary>
    [Id(1)] public required string Mark { get; init; }

    /// <summary>SHA-256 of the secret that is in every token of the family.</summary>
    [Id(2)] public required byte[] SecretHash { get; init; }

    /// <summary>When the password was entered.</summary>
    [Id(3)] public DateTimeOffset EnteredAt { get; init; }

    /// <summary>When it ends, however often it is used.</summary>
    [Id(4)] public DateTimeOffset EndsAt { get; init; }
}

/// <summary>How showing a refresh token ended.</summary>
[GenerateSerializer, Alias("bloxos.token-outcome")]
public enum TokenOutcome
{
    /// <summary>It was the current one, and is dead now.</summary>
    Done,

    /// <summary>There is no such family, or not any more, or this is no token of it.</summary>
    Unknown,

    /// <summary>It had been taken before: the family has ended.</summary>
    Reused,
}

/// <summary>The end of showing a refresh token.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Family">The family; null when it is not known.</param>
[GenerateSerializer, Immutable, Alias("bloxos.token-taken")]
public sealed record TokenTaken([property: Id(0)] TokenOutcome Outcome, [property: Id(1)] TokenFamily? Family = null)
{
    /// <summary>No such family or token.</summary>
    public static TokenTaken Unknown { get; } = new(TokenOutcome.Unknown);
}

/// <summary>A key with which access tokens are signed.</summary>
/// <param name="Id">In the head of the tokens.</param>
/// <param name="Protected">The key, encrypted with a key that the grains do not have.</param>
/// <param name="CreatedAt">When it was made.</param>
[GenerateSerializer, Immutable, Alias("bloxos.signing-key")]
public sealed record SigningKey([property: Id(0)] string Id, [property: Id(1)] string Protected, [property: Id(2)] DateTimeOffset CreatedAt);
