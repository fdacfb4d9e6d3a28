using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace BloxOs.Web.Secrets;

/// <summary>A purpose of Data Protection per kind.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection) : ISecretBox
{
    readonly Dictionary<SecretKind, IDataProtector> _protectors =
        Enum.GetValues<SecretKind>().ToDictionary(static kind => kind, kind => protection.CreateProtector("bloxos.secret", kind.ToString()));

    public string Protect(SecretKind kind, string plain) => _protectors[kind].Protect(plain);

    public string? Unprotect(SecretKind kind, string stored)
    {
        try { return _protectors[kind].Unprotect(stored); }
        catch (CryptographicException) { return null; }
    }
}
