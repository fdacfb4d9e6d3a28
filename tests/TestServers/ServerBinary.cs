namespace BloxOs.TestServers;

/// <summary>Finds the programs of database servers.</summary>
internal static class ServerBinary
{
    /// <summary>A program of PostgreSQL, of the newest version under /usr/lib/postgresql, else from the PATH.</summary>
    /// <exception cref="FileNotFoundException">It is not installed; the message names the Debian package.</exception>
    public static string Postgres(string name)
    {
        var root = new DirectoryInfo("/usr/lib/postgresql");
        var newest = root.Exists
            ? root.GetDirectories()
                .Select(version => (Major: int.TryParse(version.Name, out var major) ? major : 0, Path: Path.Combine(version.FullName, "bin", name)))
                .Where(found => File.Exists(found.Path))
                .OrderByDescending(found => found.Major)
                .Select(found => found.Path)
                .FirstOrDefault()
            : null;
        return newest ?? OnPath(name, "postgresql");
    }

    /// <summary>A program on the PATH.</summary>
    /// <exception cref="FileNotFoundException">It is not installed; the message names the Debian package.</exception>
    public static string OnPath(string name, string debianPackage)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Append("/usr/bin").Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{name} is not installed; these tests need it: apt-get install {debianPackage}.");
    }
}
