using System.Collections.Immutable;

namespace BloxOs.Grains.Users;

/// <summary>How a change of a user ended.</summary>
[GenerateSerializer, Alias("bloxos.user-outcome")]
public enum UserOutcome
{
    /// <summary>Saved.</summary>
    Done,

    /// <summary>Another user has this e-mail address.</summary>
    EmailTaken,

    /// <summary>There is a user with this id already.</summary>
    Exists,

    /// <summary>Someone else saved since this account was read: read it again.</summary>
    Changed,

    /// <summary>There is no such user.</summary>
    Gone,
}

/// <summary>A person's account as the sign-in needs it. Holds the password hash: never shown, logged or sent to a browser.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.user-account")]
public sealed record UserAccount
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string UserId { get; init; }

    /// <summary>As written by the person.</summary>
    [Id(1)] public required string Email { get; init; }

    /// <summary>By <see cref="EmailAddress.TryNormalise"/>.</summary>
    [Id(2)] public required string NormalizedEmail { get; init; }

    /// <summary>1 to 64 characters.</summary>
    [Id(3)] public required string DisplayName { get; init; }

    /// <summary>In the format of ASP.NET Core Identity, with its own parameters; null when no password is set.</summary>
    [Id(4)] public string? PasswordHash { get; init; }

    /// <summary>Changes whenever every session of this user must end.</summary>
    [Id(5)] public required string SecurityStamp { get; init; }

    /// <summary>Failed sign-ins since the last good one.</summary>
    [Id(6)] public int AccessFailedCount { get; init; }

    /// <summary>Until when nobody signs in as this user; null when he may.</summary>
    [Id(7)] public DateTimeOffset? LockoutEnd { get; init; }

    /// <summary>When the account was made.</summary>
    [Id(8)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts up with each save; a save of an older version is refused.</summary>
    [Id(9)] public long Version { get; init; }

    /// <summary>What he may do in this installation.</summary>
    [Id(10)] public UserRole Role { get; init; }

    /// <summary>The seed of his one-time codes, encrypted; null when he has set none up.</summary>
    [Id(11)] public string? AuthenticatorKey { get; init; }

    /// <summary>Whether a sign-in asks for a one-time code.</summary>
    [Id(12)] public bool TwoFactorEnabled { get; init; }

    /// <summary>SHA-256 of the recovery codes that are left, base64.</summary>
    [Id(13)] public ImmutableArray<string> RecoveryCodes { get; init; } = [];

    /// <summary>Names only, so that no log line holds the hash.</summary>
    public override string ToString() => $"user {UserId}";
}

/// <summary>Whether a sign-in may be tried for an e-mail address now.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.sign-in-turn")]
public readonly record struct SignInTurn
{
    /// <summary>How long to wait first; null when the try may go on. The same for an address that nobody has.</summary>
    [Id(0)] public TimeSpan? Wait { get; init; }

    /// <summary>Whose address it is; null when nobody's.</summary>
    [Id(1)] public string? UserId { get; init; }
}

/// <summary>A person as those see him who look after people. Holds nothing secret.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.user-summary")]
public sealed record UserSummary
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string UserId { get; init; }

    /// <summary>As written by the person.</summary>
    [Id(1)] public required string Email { get; init; }

    /// <summary>As he is called.</summary>
    [Id(2)] public required string DisplayName { get; init; }

    /// <summary>What he may do in this installation.</summary>
    [Id(3)] public UserRole Role { get; init; }

    /// <summary>Whether nobody may sign in as him now.</summary>
    [Id(4)] public bool Disabled { get; init; }

    /// <summary>Whether a sign-in asks for a one-time code.</summary>
    [Id(5)] public bool TwoFactorEnabled { get; init; }

    /// <summary>Farms in his list.</summary>
    [Id(6)] public int Farms { get; init; }

    /// <summary>Browsers in which he is signed in.</summary>
    [Id(7)] public int Sessions { get; init; }

    /// <summary>When one of them was used last; null when none is left.</summary>
    [Id(8)] public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When the account was made.</summary>
    [Id(9)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How a change by an administrator ended.</summary>
[GenerateSerializer, Alias("bloxos.user-change")]
public enum UserChange
{
    /// <summary>Saved.</summary>
    Done,

    /// <summary>There is no such user.</summary>
    Gone,

    /// <summary>He is the last administrator who can sign in.</summary>
    LastAdmin,

    /// <summary>Others changed him again and again meanwhile.</summary>
    Busy,

    /// <summary>A farm would have nobody left who can act as its owner.</summary>
    LastOwner,
}
