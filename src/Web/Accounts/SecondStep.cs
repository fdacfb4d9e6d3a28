using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Checks the second step of a sign-in wherever one is asked for, under one limit: a code from the app, or one of the recovery codes.</summary>
internal sealed class SecondStep(UserManager<Account> users, IGrainFactory grains)
{
    /// <summary>Tries once; <see cref="SignInAnswer.Done"/> when it is right, and then it is used up.</summary>
    public async Task<SignInAnswer> TryAsync(Account account, string code, CancellationToken cancellation)
    {
        var user = grains.GetGrain<IUserGrain>(account.UserId);
        if (await AccountStore.AskAsync(user.BeginSecondStep, cancellation) is { } wait) { return SignInAnswer.TooSoon(wait); }
        var right = await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code)
            || (await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        if (!right) { return SignInAnswer.WrongCode; }
        await AccountStore.AskAsync(user.SecondStepSucceeded, cancellation);
        return SignInAnswer.Done;
    }
}
