using System.Security.Claims;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>What a session says about its person: id, display name, e-mail address, role and security stamp. Rights are asked anew each time.</summary>
internal sealed class SessionClaims : IUserClaimsPrincipalFactory<Account>
{
    /// <summary>The security stamp of the account at the sign-in.</summary>
    public const string Stamp = "bloxos.stamp";

    public Task<ClaimsPrincipal> CreateAsync(Account user) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.UserId),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Email, user.Email),
            new(Stamp, user.SecurityStamp),
            new(AccessClaims.Role, NameOf(user.Role)),
        ],
        IdentityConstants.ApplicationScheme)));

    /// <summary>A role as claims and the API write it.</summary>
    public static string NameOf(UserRole role) => role switch { UserRole.Admin => "admin", UserRole.Monitor => "monitor", _ => "user" };
}
