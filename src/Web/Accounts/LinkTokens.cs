using BloxOs.Grains.Links;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Identity's tokens for a new password: one-time links.</summary>
internal sealed class LinkTokens(OneTimeLinks links) : IUserTwoFactorTokenProvider<Account>
{
    public const string Name = "link";

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user)
    {
        RefuseOther(purpose);
        return links.NewResetAsync(user);
    }

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        RefuseOther(purpose);
        var link = await links.UseAsync(AccountLinkKind.Reset, token, CancellationToken.None);
        return link is not null && link.UserId == user.UserId && link.Stamp == user.SecurityStamp;
    }

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(false);

    static void RefuseOther(string purpose)
    {
        if (purpose != UserManager<Account>.ResetPasswordTokenPurpose) { throw new NotSupportedException("One-time links are for new passwords only."); }
    }
}
