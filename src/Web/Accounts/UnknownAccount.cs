using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>The account of nobody: its password is checked when there is no other, so that an unknown address takes as long as a known one.</summary>
internal sealed class UnknownAccount
{
    readonly IPasswordHasher<Account> _hasher;
    readonly Lazy<string> _hash;

    public UnknownAccount(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        _hash = new(() => _hasher.HashPassword(Account.Nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
    }

    /// <summary>Makes the hash now, so that the first unknown address is no slower than the next.</summary>
    public void Prepare() => _ = _hash.Value;

    /// <summary>Does the work and answers nothing.</summary>
    public void Verify(string password) => _hasher.VerifyHashedPassword(Account.Nobody, _hash.Value, password);
}
