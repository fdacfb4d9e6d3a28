using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Data.Audit;

/// <summary>Says with a signature that the line of this sequence had this hash: whoever has only the database cannot make one.</summary>
/// <param name="Sequence">Of the line.</param>
/// <param name="At">When it was signed; kept to the millisecond.</param>
/// <param name="Hash">Of the line.</param>
/// <param name="Signature">HMAC-SHA256 over the three.</param>
public sealed record AuditAnchor(long Sequence, DateTimeOffset At, byte[] Hash, byte[] Signature)
{
    private const string Purpose = "bloxos-audit-anchor-1";

    /// <summary>An anchor for this line.</summary>
    public static AuditAnchor Sign(byte[] key, long sequence, byte[] hash, DateTimeOffset at)
        => new(sequence, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()), hash, SignatureOf(key, sequence, hash, at));

    /// <summary>Whether it was made with this key.</summary>
    public bool IsSignedWith(byte[] key) => CryptographicOperations.FixedTimeEquals(Signature, SignatureOf(key, Sequence, Hash, At));

    /// <summary>As a line of the file of anchors.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture,
        $"{Sequence} {At.ToUnixTimeMilliseconds()} {Convert.ToHexStringLower(Hash)} {Convert.ToHexStringLower(Signature)}");

    /// <summary>Reads a line of that file.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out AuditAnchor? anchor)
    {
        anchor = null;
        if (line.Split(' ') is not [var sequence, var at, { Length: 64 } hash, { Length: 64 } signature]
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || !(hash + signature).All(char.IsAsciiHexDigit))
            return false;
        anchor = new AuditAnchor(number, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Convert.FromHexString(hash), Convert.FromHexString(signature));
        return true;
    }

    private static byte[] SignatureOf(byte[] key, long sequence, byte[] hash, DateTimeOffset at)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes(Purpose));
        Span<byte> numbers = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, sequence);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], at.ToUnixTimeMilliseconds());
        hmac.AppendData(numbers);
        hmac.AppendData(hash);
        return hmac.GetHashAndReset();
    }
}
