using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>One spelling per address, the same as the grains'.</summary>
internal sealed class EmailNormaliser : ILookupNormalizer
{
    public string? NormalizeEmail(string? email) => EmailAddress.TryNormalise(email, out var normalised) ? normalised : null;

    public string? NormalizeName(string? name) => NormalizeEmail(name);
}
