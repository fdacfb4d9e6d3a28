using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>What a session says about its person: id, display name, e-mail address and security stamp. Rights are asked anew each time.</summary>
internal sealed class SessionClaims : IUserClaimsPrincipalFactory<Account>
{
    public const string Stamp = "bloxos.stamp";

    public Task<ClaimsPrincipal> CreateAsync(Account user) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.UserId),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Email, user.Email),
            new(Stamp, user.SecurityStamp),
        ],
        IdentityConstants.ApplicationScheme)));
}
