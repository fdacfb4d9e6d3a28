using BloxOs.Grains.Users;

namespace BloxOs.Grains.Setup;

/// <summary>A set-up code, shown this once; the grain keeps only its SHA-256.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.setup-code")]
public sealed record SetupCode([property: Id(0)] string Code, [property: Id(1)] DateTimeOffset ExpiresAt)
{
    /// <summary>Without the code, so that no log line holds it.</summary>
    public override string ToString() => $"set-up code until {ExpiresAt:u}";
}

/// <summary>Where the set-up stands.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.setup-status")]
public sealed record SetupStatus
{
    /// <summary>Whether the owner has still to be made. Never true again once it was false.</summary>
    [Id(0)] public bool Open { get; init; }

    /// <summary>Whether a code can be used now: issued, not expired, not used up.</summary>
    [Id(1)] public bool HasLiveCode { get; init; }
}

/// <summary>What came of a set-up code.</summary>
[GenerateSerializer, Alias("bloxos.setup-outcome")]
public enum SetupOutcome
{
    /// <summary>It is the code; with <see cref="ISetupGrain.CreateOwner"/>: the owner exists, and the set-up is closed for ever.</summary>
    Done,

    /// <summary>It is not the code.</summary>
    WrongCode,

    /// <summary>There is no code that could be right: expired, or tried too often. Issue a new one.</summary>
    NoLiveCode,

    /// <summary>There is an owner already.</summary>
    Closed,

    /// <summary>Another user has this e-mail address.</summary>
    EmailTaken,
}

/// <summary>The first user and his first farm. The password comes as its hash.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.owner-request")]
public sealed record OwnerRequest
{
    /// <summary>The set-up code, as typed.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>As written by the person.</summary>
    [Id(1)] public required string Email { get; init; }

    /// <summary>By <see cref="EmailAddress.TryNormalise"/>.</summary>
    [Id(2)] public required string NormalizedEmail { get; init; }

    /// <summary>1 to 64 characters.</summary>
    [Id(3)] public required string DisplayName { get; init; }

    /// <summary>In the format of ASP.NET Core Identity.</summary>
    [Id(4)] public required string PasswordHash { get; init; }

    /// <summary>Random; what the owner's sessions will carry.</summary>
    [Id(5)] public required string SecurityStamp { get; init; }

    /// <summary>1 to 64 characters.</summary>
    [Id(6)] public required string FarmName { get; init; }

    /// <summary>Without code and hash, so that no log line holds them.</summary>
    public override string ToString() => "owner request";
}

/// <summary>How making the owner ended; the ids only when it is done.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.owner-result")]
public sealed record OwnerResult(
    [property: Id(0)] SetupOutcome Outcome, [property: Id(1)] string? UserId = null, [property: Id(2)] string? FarmId = null);
