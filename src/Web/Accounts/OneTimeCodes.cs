using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Identity's check of one-time codes: each is taken once, which the user's grain sees to.</summary>
internal sealed class OneTimeCodes(IGrainFactory grains, TimeProvider time) : IUserTwoFactorTokenProvider<Account>
{
    /// <summary>Nobody asks for one: the app makes it.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } seed || OneTimeCode.FindStep(seed, token, time.GetUtcNow()) is not { } step) { return false; }
        return await AccountStore.AskAsync(() => grains.GetGrain<IUserGrain>(user.UserId).UseCodeStep(step), CancellationToken.None);
    }

    /// <summary>Also when the seed cannot be read any more: who has set a second factor up is never let in without.</summary>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.Stored.AuthenticatorKey is not null);
}
