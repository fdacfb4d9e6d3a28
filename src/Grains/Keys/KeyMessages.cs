using System.Collections.Immutable;

namespace BloxOs.Grains.Keys;

/// <summary>What a key may do at most; each scope includes those before it.</summary>
[GenerateSerializer, Alias("bloxos.key-scope")]
public enum KeyScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Also act on rigs.</summary>
    Operate,

    /// <summary>Also change settings of farms and rigs.</summary>
    Manage,
}

/// <summary>A key that is wanted.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.key-draft")]
public sealed record KeyDraft
{
    /// <summary>1 to 64 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    [Id(1)] public required KeyScope Scope { get; init; }

    /// <summary>The only farms that it is for; empty for all of its owner.</summary>
    [Id(2)] public ImmutableArray<string> FarmIds { get; init; } = [];

    /// <summary>When it ends; null for never.</summary>
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It may also say which wallets and pools rigs mine to, which needs the scope manage.</summary>
    [Id(4)] public bool Wallets { get; init; }
}

/// <summary>A key as its owner sees it: everything but the secret.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.key-view")]
public sealed record KeyView
{
    /// <summary>Opaque id; also in the key itself.</summary>
    [Id(0)] public required string KeyId { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public required string UserId { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    [Id(3)] public KeyScope Scope { get; init; }

    /// <summary>The only farms that it is for; empty for all of its owner.</summary>
    [Id(4)] public ImmutableArray<string> FarmIds { get; init; } = [];

    /// <summary>When it was made.</summary>
    [Id(5)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null for never.</summary>
    [Id(6)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the minute; null for never.</summary>
    [Id(7)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>It may also say which wallets and pools rigs mine to.</summary>
    [Id(8)] public bool Wallets { get; init; }
}

/// <summary>How making a key ended.</summary>
[GenerateSerializer, Alias("bloxos.key-outcome")]
public enum KeyOutcome
{
    /// <summary>Made and saved.</summary>
    Done,

    /// <summary>This user has as many as one may have.</summary>
    TooMany,

    /// <summary>The end lies in the past.</summary>
    Ended,
}

/// <summary>The end of making a key. The secret is shown this once.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Key">The key; null when none was made.</param>
/// <param name="Secret">What a program sends; null when none was made.</param>
[GenerateSerializer, Immutable, Alias("bloxos.key-made")]
public sealed record KeyMade([property: Id(0)] KeyOutcome Outcome, [property: Id(1)] KeyView? Key, [property: Id(2)] string? Secret)
{
    /// <summary>Without the secret, so that no log line holds it.</summary>
    public override string ToString() => $"key {Key?.KeyId} {Outcome}";
}
