using System.Security.Cryptography;
using System.Text;
using BloxOs.Silo.Settings;

namespace BloxOs.Silo.Secrets;

/// <summary>
/// The one secret that is not in the database: 256 random bits in a file. It encrypts the key ring and pool passwords and signs the anchors of the audit log;
/// none uses it directly.
/// </summary>
public sealed class MasterKey
{
    const string Prefix = "bloxos-master-key-1 ";
    const int KeyBytes = 32, FingerprintBytes = 8;
    const long MaxFileBytes = 4096;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    readonly byte[] _key;

    MasterKey(byte[] key)
    {
        _key = key;
        Fingerprint = Convert.ToHexStringLower(Derive("fingerprint").AsSpan(0, FingerprintBytes));
    }

    /// <summary>Names the key without saying anything about it.</summary>
    public string Fingerprint { get; }

    /// <summary>A key of 32 bytes for this purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.UTF8.GetBytes("bloxos " + purpose));

    /// <summary>The key in this file; null when there is no such file.</summary>
    /// <exception cref="SettingsException">It is no key file, or cannot be read.</exception>
    public static MasterKey? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) { return null; }
            string text = file.Length <= MaxFileBytes ? File.ReadAllText(path).Trim() : "";
            var key = new byte[KeyBytes + 1];
            bool isKey = text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], key, out int length) && length == KeyBytes;
            return isKey ? new(key[..KeyBytes]) : throw new SettingsException([$"BloxOs:KeyFile {path} is not a key file of BloxOs, or is damaged: put back the copy that you kept."]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"BloxOs:KeyFile {path} can't be read: {failure.Message} Let the BloxOs user read it."]);
        }
    }

    /// <summary>A fresh key in this file, which only its owner can read; when another process was quicker, its key.</summary>
    /// <exception cref="SettingsException">The file can't be made.</exception>
    public static MasterKey Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
        // Under another name first, so that nobody reads half a key; a link does not replace what is there.
        string part = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(part, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }
            try { File.Move(part, path, overwrite: false); }
            catch (IOException) when (File.Exists(path)) { File.Delete(part); }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"BloxOs:KeyFile {path} can't be made: {failure.Message} Choose a file that the BloxOs user may write."]);
        }
        return Read(path) ?? throw new SettingsException([$"BloxOs:KeyFile {path} was taken away while the server started."]);
    }

    /// <summary>What to tell the person who starts the server; null when only the owner can read the file.</summary>
    public static string? Warning(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0
            ? $"{path} holds the key of all stored secrets and others may read it: chmod 600 {path}" : null;
}
