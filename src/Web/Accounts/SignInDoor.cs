using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Signs people in by e-mail and password.</summary>
internal sealed partial class SignInDoor(SignInManager<Account> signIn, PasswordProof proof, IAuditTrail audit, ILogger<SignInDoor> logger)
{
    /// <summary>Tries once; the session cookie is in the response when it is signed in.</summary>
    public async Task<SignInAnswer> TryAsync(string email, string password, HttpContext http)
    {
        var (answer, account) = await proof.TryAsync(email, password, http);
        if (account is null) { return answer; }

        await audit.DoAsync(http, new("user.sign-in") { UserId = account.UserId, Target = account.Email }, () => signIn.SignInAsync(account, isPersistent: true));
        var from = NetworkAddress.Of(http.Connection.RemoteIpAddress);
        LogSignedIn(account.UserId, from);
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in from {Address}")]
    partial void LogSignedIn(string userId, string address);
}
