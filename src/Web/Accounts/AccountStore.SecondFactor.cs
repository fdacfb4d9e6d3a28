using System.Security.Cryptography;
using System.Text;
using BloxOs.Web.Secrets;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>The second factor: the seed is encrypted, of recovery codes only the hash is kept.</summary>
internal sealed partial class AccountStore :
    IUserTwoFactorStore<Account>, IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>
{
    const int MaxTypedCode = 64;

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        Set(user, user.Stored with { TwoFactorEnabled = enabled });

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Stored.TwoFactorEnabled);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        Set(user, user.Stored with { AuthenticatorKey = secrets.Protect(SecretKind.TotpSeed, key) });

    /// <summary>A seed under an old key is stored anew under the present one.</summary>
    public async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken)
    {
        if (user.Stored.AuthenticatorKey is not { } stored || secrets.Unprotect(SecretKind.TotpSeed, stored, out bool isOld) is not { } seed) { return null; }
        string anew = isOld ? secrets.Protect(SecretKind.TotpSeed, seed) : stored;
        if (isOld && await AskAsync(() => User(user.UserId).ReplaceAuthenticatorKey(stored, anew), cancellationToken))
        {
            user.Stored = user.Stored with { AuthenticatorKey = anew, Version = user.Stored.Version + 1 };
        }
        return seed;
    }

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(user, user.Stored with { RecoveryCodes = [.. recoveryCodes.Select(Hash)] });

    public Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var left = code.Length > MaxTypedCode ? user.Stored.RecoveryCodes : user.Stored.RecoveryCodes.Remove(Hash(code));
        var found = left.Length < user.Stored.RecoveryCodes.Length;
        user.Stored = user.Stored with { RecoveryCodes = left };
        return Task.FromResult(found);
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Stored.RecoveryCodes.Length);

    /// <summary>Case, spaces and dashes do not matter. 80 random bits need no salt and no slow hash.</summary>
    static string Hash(string code) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant())));
}
