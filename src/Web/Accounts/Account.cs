using BloxOs.Grains.Users;

namespace BloxOs.Web.Accounts;

/// <summary>A person's account while ASP.NET Core Identity works on it; <see cref="AccountStore"/> reads and saves it as a whole.</summary>
internal sealed class Account
{
    public required string UserId { get; init; }

    public string Email { get; set; } = "";

    public string NormalizedEmail { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string? PasswordHash { get; set; }

    public string SecurityStamp { get; set; } = "";

    public int AccessFailedCount { get; set; }

    public DateTimeOffset? LockoutEnd { get; set; }

    public long Version { get; set; }

    public static Account From(UserAccount stored) => new()
    {
        UserId = stored.UserId,
        Email = stored.Email,
        NormalizedEmail = stored.NormalizedEmail,
        DisplayName = stored.DisplayName,
        PasswordHash = stored.PasswordHash,
        SecurityStamp = stored.SecurityStamp,
        AccessFailedCount = stored.AccessFailedCount,
        LockoutEnd = stored.LockoutEnd,
        Version = stored.Version,
    };

    public UserAccount ToStored() => new()
    {
        UserId = UserId,
        Email = Email,
        NormalizedEmail = NormalizedEmail,
        DisplayName = DisplayName,
        PasswordHash = PasswordHash,
        SecurityStamp = SecurityStamp,
        AccessFailedCount = AccessFailedCount,
        LockoutEnd = LockoutEnd,
        Version = Version,
    };
}
