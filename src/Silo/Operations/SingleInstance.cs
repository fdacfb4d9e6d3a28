namespace BloxOs.Silo.Operations;

/// <summary>Holds the data directory for one process: two on one SQLite file would each believe to be alone.</summary>
public sealed class SingleInstance : IDisposable
{
    const string FileName = "bloxos.lock";

    readonly FileStream _file;

    SingleInstance(FileStream file) => _file = file;

    /// <summary>Takes the directory; null when another process has it. The system frees it when the process ends, however it ends.</summary>
    public static SingleInstance? TryTake(string dataDirectory)
    {
        try { return new(new(Path.Combine(dataDirectory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)); }
        catch (IOException) { return null; }
    }

    public void Dispose() => _file.Dispose();
}
