using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace BloxOs.Web.Secrets;

/// <summary>A purpose of Data Protection per kind.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection) : ISecretBox
{
    readonly Dictionary<SecretKind, IDataProtector> _protectors =
        Enum.GetValues<SecretKind>().ToDictionary(static kind => kind, kind => protection.CreateProtector("bloxos.secret", kind.ToString()));

    public string Protect(SecretKind kind, string plain) => _protectors[kind].Protect(plain);

    public string? Unprotect(SecretKind kind, string stored) => Unprotect(kind, stored, out _);

    public string? Unprotect(SecretKind kind, string stored, out bool isOld)
    {
        isOld = false;
        try
        {
            // Every protector of Data Protection is one; a key that was revoked opens nothing here, as by the plain way.
            byte[] plain = ((IPersistedDataProtector)_protectors[kind]).DangerousUnprotect(WebEncoders.Base64UrlDecode(stored), ignoreRevocationErrors: false, out isOld, out _);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException) { return null; }
    }
}
