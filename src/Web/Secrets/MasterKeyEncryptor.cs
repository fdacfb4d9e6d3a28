using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using BloxOs.Silo.Secrets;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace BloxOs.Web.Secrets;

/// <summary>Encrypts a key of the ring with AES-256-GCM: nonce, tag, text; the master key's fingerprint is bound to it.</summary>
internal sealed class MasterKeyEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const string Purpose = "key ring";
    internal const string ElementName = "bloxosKey";
    internal const string FingerprintName = "master";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        int nonceLength = AesGcm.NonceByteSizes.MaxSize, tagLength = AesGcm.TagByteSizes.MaxSize;
        var sealedKey = new byte[nonceLength + tagLength + plain.Length];
        var nonce = sealedKey.AsSpan(0, nonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(master.Derive(Purpose), tagLength);
        aes.Encrypt(nonce, plain, sealedKey.AsSpan(nonceLength + tagLength), sealedKey.AsSpan(nonceLength, tagLength), Encoding.ASCII.GetBytes(master.Fingerprint));
        CryptographicOperations.ZeroMemory(plain);
        return new(new XElement(ElementName, new XAttribute(FingerprintName, master.Fingerprint), Convert.ToBase64String(sealedKey)), typeof(MasterKeyDecryptor));
    }
}
