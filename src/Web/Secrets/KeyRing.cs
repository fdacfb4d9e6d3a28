using System.Xml;
using System.Xml.Linq;
using BloxOs.Data;
using BloxOs.Data.KeyRing;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;

namespace BloxOs.Web.Secrets;

/// <summary>The keys of sessions and stored secrets, and the master key that encrypts them.</summary>
internal static class KeyRing
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Where the ring's files lie, beside an embedded database.</summary>
    public static string Folder(string dataDirectory) => Path.Combine(dataDirectory, "keys");

    /// <summary>Where the master key is unless <c>BloxOs:KeyFile</c> says otherwise.</summary>
    public static string DefaultKeyFile(string dataDirectory) => Path.Combine(Folder(dataDirectory), "master.key");

    /// <summary>
    /// The master key; a fresh one at the first start. Files of a ring that an older BloxOs stored in plain text are deleted: they held keys
    /// of sessions only, and everybody signs in once more.
    /// </summary>
    /// <exception cref="SettingsException">Keys are encrypted with a master key that is not there.</exception>
    public static MasterKey OpenFiles(string dataDirectory, string? keyFile = null)
    {
        MakeFolder(dataDirectory);
        string path = keyFile ?? DefaultKeyFile(dataDirectory);
        var masters = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Folder(dataDirectory), "key-*.xml"))
        {
            if (MasterOf(file) is { } master) { masters.Add(master); }
            else { File.Delete(file); }
        }
        var key = MasterKey.Read(path);
        if (key is null && masters.Count > 0) { throw Missing(path, "lie in " + Folder(dataDirectory)); }
        key ??= MasterKey.Create(path);
        return masters.All(master => master == key.Fingerprint) ? key : throw Other(path, "in " + Folder(dataDirectory));
    }

    /// <summary>The same for the ring in a database that several processes share: the first of them settles which master key it is.</summary>
    /// <exception cref="SettingsException">Keys are encrypted with a master key that is not there.</exception>
    public static async Task<MasterKey> OpenDatabaseAsync(DatabaseOptions database, string dataDirectory, string? keyFile, CancellationToken cancellation)
    {
        MakeFolder(dataDirectory);
        string path = keyFile ?? DefaultKeyFile(dataDirectory);
        var key = MasterKey.Read(path);
        if (key is null && await KeyRingMaster.FindAsync(database, cancellation) is not null) { throw Missing(path, "are in the database"); }
        key ??= MasterKey.Create(path);
        return await KeyRingMaster.SettleAsync(database, key.Fingerprint, cancellation) == key.Fingerprint ? key : throw Other(path, "in the database");
    }

    static SettingsException Missing(string path, string where) => new([
        $"The key file {path} is missing, but keys that were encrypted with it {where}. Put back the copy that you kept (in a cluster: the file of the first web process), "
        + "or name it with BloxOs:KeyFile. Without it stored secrets cannot be read: docs/operations.md says what to do when it is lost."]);

    static SettingsException Other(string path, string where) => new([
        $"The key file {path} is not the one with which the keys {where} were encrypted. In a cluster every web process needs the same file: "
        + "copy that of the first web process, or name it with BloxOs:KeyFile."]);

    /// <summary>Fingerprint of the master key with which the file's key is encrypted; null when it is not.</summary>
    static string? MasterOf(string file)
    {
        try { return (string?)XElement.Load(file).Descendants(MasterKeyEncryptor.ElementName).FirstOrDefault()?.Attribute(MasterKeyEncryptor.FingerprintName); }
        catch (XmlException) { return null; }
    }

    /// <summary>Makes the folder of the ring, which only its owner may enter; returns it.</summary>
    public static string MakeFolder(string dataDirectory)
    {
        string path = Folder(dataDirectory);
        if (OperatingSystem.IsWindows()) { return Directory.CreateDirectory(path).FullName; }
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);   // it may have been there before
        return path;
    }
}
