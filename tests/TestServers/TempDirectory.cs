namespace BloxOs.TestServers;

/// <summary>A directory of its own, deleted at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory(string prefix = "bloxos-") => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Full path of a file or folder inside; it is not created.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

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
