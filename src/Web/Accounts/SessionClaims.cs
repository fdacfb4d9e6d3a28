using System.Security.Claims;
using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>What a session says about its person: id, display name, e-mail address, role and security stamp. Rights are asked anew each time.</summary>
internal sealed class SessionClaims : IUserClaimsPrincipalFactory<Account>
{
    /// <summary>The security stamp of the account at the sign-in.</summary>
    public const string Stamp = "bloxos.stamp";

    /// <summary>The role at the sign-in: admin, user or monitor. Another role ends the session.</summary>
    public const string Role = "bloxos.role";

    /// <summary>Id of the session, as the user's grain knows it.</summary>
    public const string Session = "bloxos.session";

    /// <summary>When the password was entered last, Unix seconds.</summary>
    public const string Authenticated = "bloxos.auth";

    public Task<ClaimsPrincipal> CreateAsync(Account user) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.UserId),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Email, user.Email),
            new(Stamp, user.SecurityStamp),
            new(Role, NameOf(user.Role)),
        ],
        IdentityConstants.ApplicationScheme)));

    /// <summary>A role as claims and the API write it.</summary>
    public static string NameOf(UserRole role) => role switch { UserRole.Admin => "admin", UserRole.Monitor => "monitor", _ => "user" };
}
