using BloxOs.Grains.Users;

namespace BloxOs.Web.Accounts;

/// <summary>A person's account while ASP.NET Core Identity works on it; <see cref="AccountStore"/> reads and saves it as a whole.</summary>
internal sealed class Account(UserAccount stored)
{
    /// <summary>As it will be saved.</summary>
    public UserAccount Stored { get; set; } = stored;

    public string UserId => Stored.UserId;

    public string Email => Stored.Email;

    public string DisplayName => Stored.DisplayName;

    public UserRole Role => Stored.Role;

    public string? PasswordHash => Stored.PasswordHash;

    public string SecurityStamp => Stored.SecurityStamp;

    /// <summary>An account of nobody, for hashing a password before there is one.</summary>
    public static Account Nobody { get; } = new(new() { UserId = "", Email = "", NormalizedEmail = "", DisplayName = "", SecurityStamp = "" });
}
