using BloxOs.Grains.Users;

namespace BloxOs.Grains.Links;

/// <summary>What a one-time link opens.</summary>
[GenerateSerializer, Alias("bloxos.account-link-kind")]
public enum AccountLinkKind
{
    /// <summary>Choose a new password.</summary>
    Reset,

    /// <summary>Make an account where that is by invitation.</summary>
    Register,

    /// <summary>Take another e-mail address, which the link was sent to.</summary>
    Email,
}

/// <summary>A one-time link, without its secret.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.account-link")]
public sealed record AccountLink
{
    /// <summary>What it opens.</summary>
    [Id(0)] public AccountLinkKind Kind { get; init; }

    /// <summary>Whose password or address; null for a new account.</summary>
    [Id(1)] public string? UserId { get; init; }

    /// <summary>The account's security stamp when the link was made: once it is another, the link is dead.</summary>
    [Id(2)] public string? Stamp { get; init; }

    /// <summary>The role of the new account.</summary>
    [Id(3)] public UserRole Role { get; init; }

    /// <summary>When it ends by itself.</summary>
    [Id(4)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The new address; of an invitation the only one that may use it, normalised, or null for whoever has the link.</summary>
    [Id(5)] public string? Email { get; init; }

    /// <summary>Without the stamp, so that no log line holds it.</summary>
    public override string ToString() => $"{Kind} link until {ExpiresAt:u}";
}
