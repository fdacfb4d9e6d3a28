using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Accounts;

/// <summary>Identity's manager with longer recovery codes: its own have some 45 random bits, these 80.</summary>
internal sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> userValidators,
    IEnumerable<IPasswordValidator<Account>> passwordValidators, ILookupNormalizer normaliser, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Account>> logger) : UserManager<Account>(store, options, hasher, userValidators, passwordValidators, normaliser, errors, services, logger)
{
    const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    const int Characters = 16;
    const int Group = 4;

    /// <summary>Such as <c>k7qm-2xwd-9rta-h4ve</c>.</summary>
    protected override string CreateTwoFactorRecoveryCode() =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Characters).Chunk(Group).Select(static group => new string(group)));
}
