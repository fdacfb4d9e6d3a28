using BloxOs.Data.Audit;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Signs people in: by e-mail and password, then by a code when they have set that up.</summary>
internal sealed partial class SignInDoor(AccountSignIn signIn, PasswordProof proof, SecondStep second, IAuditTrail audit, ILogger<SignInDoor> logger)
{
    /// <summary>Tries once; the session cookie is in the response when it is signed in.</summary>
    public async Task<SignInAnswer> TryAsync(string email, string password, HttpContext http)
    {
        var (answer, account) = await proof.TryAsync(email, password, http);
        if (account is null) { return answer; }

        if (await signIn.IsTwoFactorEnabledAsync(account))
        {
            await signIn.BeginSecondStepAsync(account);
            return SignInAnswer.SecondStep;
        }
        return await EnterAsync(account, http);
    }

    /// <summary>Tries the second step; null when the first is too long ago, or the account changed since.</summary>
    public async Task<SignInAnswer?> TrySecondAsync(string code, HttpContext http)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account) { return null; }
        var answer = await second.TryAsync(account, code, http.RequestAborted);
        if (!answer.SignedIn)
        {
            await audit.WriteAsync(http, new("user.second-step.failed") { UserId = account.UserId, Target = account.Email });
            return answer;
        }
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        return await EnterAsync(account, http);
    }

    async Task<SignInAnswer> EnterAsync(Account account, HttpContext http)
    {
        var by = new AuditActor(AuditActorKind.Session, account.UserId, account.DisplayName);
        await audit.DoAsync(http, new("user.sign-in") { By = by, UserId = account.UserId, Target = account.Email }, () => signIn.SignInAsync(account, isPersistent: true));
        var from = NetworkAddress.Of(http.Connection.RemoteIpAddress);
        LogSignedIn(account.UserId, from);
        return SignInAnswer.Done;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in from {Address}")]
    partial void LogSignedIn(string userId, string address);
}
