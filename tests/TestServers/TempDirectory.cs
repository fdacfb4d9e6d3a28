namespace BloxOs.TestServers;

/// <summary>A directory of its own, deleted at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory(string prefix = "bloxos-") => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Full path of a file or folder inside; it is not created.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file inside, with the folders above it, and returns its full path.</summary>
    public string Write(string name, string text)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (IOException)
        {
            // A process that was just killed may still add a file; the system cleans its temp folder.
        }
    }
}
