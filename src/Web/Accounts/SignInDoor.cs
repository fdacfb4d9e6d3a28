using BloxOs.Grains.Users;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Signs people in by e-mail and password. Every way to fail does the same work and gets the same words.</summary>
internal sealed partial class SignInDoor(
    SignInManager<Account> signIn, IGrainFactory grains, AddressLimit addresses, PasswordWork work, UnknownAccount unknown, IAuditTrail audit, ILogger<SignInDoor> logger)
{
    /// <summary>Tries once; the session cookie is in the response when it is signed in.</summary>
    public async Task<SignInAnswer> TryAsync(string email, string password, HttpContext http)
    {
        var from = NetworkAddress.Of(http.Connection.RemoteIpAddress);
        if (addresses.Begin(from) is { } wait) { return SignInAnswer.TooSoon(wait); }
        if (!EmailAddress.TryNormalise(email, out var key) || password.Length > PasswordRules.MaxLength) { return SignInAnswer.Wrong; }

        using var place = await work.EnterAsync(http.RequestAborted);
        if (place is null)
        {
            addresses.Succeeded(from);   // nothing was tried
            return SignInAnswer.Busy;
        }

        var door = grains.GetGrain<IEmailGrain>(key);
        var turn = await AccountStore.AskAsync(() => door.BeginSignIn(from), http.RequestAborted);
        if (turn.Wait is { } delay) { return SignInAnswer.TooSoon(delay); }
        if (await FindAsync(turn.UserId, password, http.RequestAborted) is not { } account)
        {
            LogFailed(from);
            await audit.WriteAsync(http, new("user.sign-in.failed") { UserId = turn.UserId, Target = key });
            return SignInAnswer.Wrong;
        }

        addresses.Succeeded(from);
        await AccountStore.AskAsync(() => door.SignInSucceeded(from), http.RequestAborted);
        await audit.DoAsync(http, new("user.sign-in") { UserId = account.UserId, Target = account.Email }, () => signIn.SignInAsync(account, isPersistent: true));
        LogSignedIn(account.UserId, from);
        return SignInAnswer.Done;
    }

    async Task<Account?> FindAsync(string? userId, string password, CancellationToken cancellation)
    {
        var account = userId is null ? null : await signIn.UserManager.FindByIdAsync(userId);
        if (account?.PasswordHash is null)
        {
            unknown.Verify(password);
            return null;
        }

        var user = grains.GetGrain<IUserGrain>(account.UserId);
        var right = await signIn.UserManager.CheckPasswordAsync(account, password);
        var mayEnter = await AccountStore.AskAsync(user.SessionStamp, cancellation) is not null;
        if (!right || !mayEnter)
        {
            await AccountStore.AskAsync(user.CountFailedSignIn, cancellation);
            return null;
        }
        await AccountStore.AskAsync(user.ResetFailedSignIns, cancellation);
        return account;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} signed in from {Address}")]
    partial void LogSignedIn(string userId, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in from {Address} failed")]
    partial void LogFailed(string address);
}
