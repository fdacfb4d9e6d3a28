using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BloxOs.Data.Backup;

/// <summary>
/// How a backup lies in its file: the line <c>BLOXOS-BACKUP 1</c>; parts, each a name and chunks, all with their length before them as four
/// bytes, big endian, and a length of 0 after the last; then SHA-256 over all of that, and an HMAC-SHA256 of the hash under a key of the
/// installation (zeros when it had none).
/// </summary>
internal static class BackupFormat
{
    public const string MagicStart = "BLOXOS-BACKUP ";
    public const int MaxNameLength = 16 * 1024;
    public const int ChunkBytes = 128 * 1024;
    public const int HashBytes = SHA256.HashSizeInBytes;
    public const int TrailerBytes = 2 * HashBytes;

    public static byte[] Magic { get; } = "BLOXOS-BACKUP 1\n"u8.ToArray();

    public static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    public static byte[] MacOf(byte[]? key, byte[] hash) => key is null ? new byte[HashBytes] : HMACSHA256.HashData(key, hash);
}
