using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>
/// Checks a password, wherever one is asked for, under the same limits: of the network address, of the e-mail address, of hashes at once. Every way to
/// fail does the same work and gets the same words.
/// </summary>
internal sealed partial class PasswordProof(
    UserManager<Account> users, IGrainFactory grains, AddressLimit addresses, PasswordWork work, UnknownAccount unknown, IAuditTrail audit,
    ILogger<PasswordProof> logger)
{
    static readonly string s_nobody = OpaqueId.New();

    /// <summary>Tries once; the account when the answer is <see cref="SignInAnswer.Done"/>.</summary>
    public async Task<(SignInAnswer Answer, Account? Account)> TryAsync(string email, string password, HttpContext http)
    {
        var from = NetworkAddress.Of(http.Connection.RemoteIpAddress);
        if (addresses.Begin(from) is { } wait) { return (SignInAnswer.TooSoon(wait), null); }
        // PBKDF2 takes a password and the same with zeros behind it for one.
        if (!EmailAddress.TryNormalise(email, out var key) || password.Contains('\0', StringComparison.Ordinal) || password.Length > PasswordRules.MaxLength) { return (SignInAnswer.Wrong, null); }

        using var place = await work.EnterAsync(http.RequestAborted);
        if (place is null)
        {
            addresses.Succeeded(from);   // nothing was tried
            return (SignInAnswer.Busy, null);
        }

        var door = grains.GetGrain<IEmailGrain>(key);
        var turn = await AccountStore.AskAsync(() => door.BeginSignIn(from), http.RequestAborted);
        if (turn.Wait is { } delay) { return (SignInAnswer.TooSoon(delay), null); }
        if (await FindAsync(turn.UserId, password, http.RequestAborted) is not { } account)
        {
            LogFailed(from);
            await audit.WriteAsync(http, new("user.sign-in.failed") { UserId = turn.UserId, Target = key });
            return (SignInAnswer.Wrong, null);
        }

        addresses.Succeeded(from);
        await AccountStore.AskAsync(() => door.SignInSucceeded(from), http.RequestAborted);
        return (SignInAnswer.Done, account);
    }

    async Task<Account?> FindAsync(string? userId, string password, CancellationToken cancellation)
    {
        string id = userId ?? s_nobody;   // as much is asked for an address that nobody has
        var account = await users.FindByIdAsync(id);
        var right = false;
        if (account?.PasswordHash is null) { unknown.Verify(password); }
        else { right = await users.CheckPasswordAsync(account, password); }
        var mayEnter = await AccountStore.AskAsync(grains.GetGrain<IUserGrain>(id).SessionStamp, cancellation) is not null;
        return right && mayEnter ? account : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A password from {Address} was wrong")]
    partial void LogFailed(string address);
}
