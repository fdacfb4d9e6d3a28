namespace BloxOs.Grains.Users;

/// <summary>What of a user must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.user-state")]
internal sealed class UserState
{
    [Id(0)] public string Email { get; set; } = "";

    [Id(1)] public string NormalizedEmail { get; set; } = "";

    [Id(2)] public string DisplayName { get; set; } = "";

    [Id(3)] public string? PasswordHash { get; set; }

    [Id(4)] public string SecurityStamp { get; set; } = "";

    [Id(5)] public int AccessFailedCount { get; set; }

    [Id(6)] public DateTimeOffset? LockoutEnd { get; set; }

    [Id(7)] public DateTimeOffset CreatedAt { get; set; }

    [Id(8)] public long Version { get; set; }

    [Id(9)] public string[] FarmIds { get; set; } = [];

    [Id(10)] public UserRole Role { get; set; }

    [Id(11)] public UserSession[] Sessions { get; set; } = [];

    [Id(12)] public string? AuthenticatorKey { get; set; }

    [Id(13)] public bool TwoFactorEnabled { get; set; }

    [Id(14)] public string[] RecoveryCodes { get; set; } = [];

    /// <summary>The time step of the last one-time code that was taken: none up to it is taken again.</summary>
    [Id(15)] public long LastCodeStep { get; set; }

    /// <summary>The account of this user, for the sign-in.</summary>
    public UserAccount ToAccount(string userId) => new()
    {
        UserId = userId,
        Email = Email,
        NormalizedEmail = NormalizedEmail,
        DisplayName = DisplayName,
        PasswordHash = PasswordHash,
        SecurityStamp = SecurityStamp,
        AccessFailedCount = AccessFailedCount,
        LockoutEnd = LockoutEnd,
        CreatedAt = CreatedAt,
        Version = Version,
        Role = Role,
        AuthenticatorKey = AuthenticatorKey,
        TwoFactorEnabled = TwoFactorEnabled,
        RecoveryCodes = [.. RecoveryCodes],
    };

    /// <summary>What those see who look after people.</summary>
    public UserSummary ToSummary(string userId, DateTimeOffset now)
    {
        var sessions = SessionList.Living(Sessions, now).ToList();
        return new()
        {
            UserId = userId,
            Email = Email,
            DisplayName = DisplayName,
            Role = Role,
            Disabled = LockoutEnd > now,
            TwoFactorEnabled = TwoFactorEnabled,
            Farms = FarmIds.Length,
            Sessions = sessions.Count,
            SeenAt = sessions.Count > 0 ? sessions[0].SeenAt : null,
            CreatedAt = CreatedAt,
        };
    }

    /// <summary>This state with what the sign-in may change. Another stamp ends every session.</summary>
    public UserState With(UserAccount account) => new()
    {
        Email = account.Email,
        NormalizedEmail = account.NormalizedEmail,
        DisplayName = account.DisplayName,
        PasswordHash = account.PasswordHash,
        SecurityStamp = account.SecurityStamp,
        AccessFailedCount = account.AccessFailedCount,
        LockoutEnd = account.LockoutEnd,
        CreatedAt = CreatedAt,
        Version = Version + 1,
        FarmIds = FarmIds,
        Role = account.Role,
        AuthenticatorKey = account.AuthenticatorKey,
        TwoFactorEnabled = account.TwoFactorEnabled,
        RecoveryCodes = [.. account.RecoveryCodes],
        LastCodeStep = account.AuthenticatorKey == AuthenticatorKey ? LastCodeStep : 0,
        Sessions = account.SecurityStamp == SecurityStamp ? Sessions : [],
    };
}
