using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using BloxOs.Silo.Secrets;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace BloxOs.Web.Secrets;

/// <summary>The way back of <see cref="MasterKeyEncryptor"/>. Data Protection finds it by its name in the stored key: never rename it.</summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    readonly MasterKey _master = services.GetRequiredService<MasterKey>();

    /// <exception cref="CryptographicException">Another master key, or the text was changed.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        string fingerprint = (string?)encryptedElement.Attribute(MasterKeyEncryptor.FingerprintName) ?? "";
        if (fingerprint != _master.Fingerprint) { throw new CryptographicException("This key was encrypted with another master key."); }
        byte[] sealedKey;
        try { sealedKey = Convert.FromBase64String(encryptedElement.Value); }
        catch (FormatException damaged) { throw new CryptographicException("This key is damaged.", damaged); }
        int nonceLength = AesGcm.NonceByteSizes.MaxSize, tagLength = AesGcm.TagByteSizes.MaxSize;
        if (sealedKey.Length < nonceLength + tagLength) { throw new CryptographicException("This key is damaged."); }
        var plain = new byte[sealedKey.Length - nonceLength - tagLength];
        using var aes = new AesGcm(_master.Derive(MasterKeyEncryptor.Purpose), tagLength);
        aes.Decrypt(sealedKey.AsSpan(0, nonceLength), sealedKey.AsSpan(nonceLength + tagLength), sealedKey.AsSpan(nonceLength, tagLength), plain, Encoding.ASCII.GetBytes(fingerprint));
        var element = XElement.Parse(Encoding.UTF8.GetString(plain));
        CryptographicOperations.ZeroMemory(plain);
        return element;
    }
}
