using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Silo.Secrets;

/// <summary>
/// Passwords at pools, as they are stored: encrypted with a key of their own that the master key gives, since the gateway that sends them to a
/// rig has to open them and has no key ring.
/// </summary>
public sealed class PoolPasswords(MasterKey master) : IDisposable
{
    /// <summary>Longest password, UTF-16 characters.</summary>
    public const int MaxLength = 200;

    const byte Version = 1;
    const int NonceBytes = 12, TagBytes = 16, HeadBytes = 1 + NonceBytes;

    readonly AesGcm _key = new(master.Derive("pool passwords"), TagBytes);

    /// <summary>The password as it may be stored: letters, digits, - and _.</summary>
    public string Seal(string password)
    {
        byte[] plain = Encoding.UTF8.GetBytes(password);
        byte[] all = new byte[HeadBytes + plain.Length + TagBytes];
        all[0] = Version;
        var nonce = all.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        _key.Encrypt(nonce, plain, all.AsSpan(HeadBytes, plain.Length), all.AsSpan(HeadBytes + plain.Length), all.AsSpan(0, 1));
        return Base64Url.EncodeToString(all);
    }

    /// <summary>The password; null when the text was not made by <see cref="Seal"/> with this master key.</summary>
    public string? Open(string text)
    {
        byte[] all;
        try { all = Base64Url.DecodeFromChars(text); }
        catch (FormatException) { return null; }
        if (all.Length < HeadBytes + TagBytes || all[0] != Version) { return null; }
        byte[] plain = new byte[all.Length - HeadBytes - TagBytes];
        try { _key.Decrypt(all.AsSpan(1, NonceBytes), all.AsSpan(HeadBytes, plain.Length), all.AsSpan(HeadBytes + plain.Length), plain, all.AsSpan(0, 1)); }
        catch (CryptographicException) { return null; }
        return Encoding.UTF8.GetString(plain);
    }

    public void Dispose() => _key.Dispose();
}
