using BloxOs.TestServers;

namespace BloxOs.Architecture.Tests.Files;

/// <summary>The files of this repository, without what a build or npm put there.</summary>
internal static class RepositoryFiles
{
    static readonly string[] Skipped = ["bin", "obj", "node_modules", ".git", "lib", "TestResults", "artifacts"];

    /// <summary>Paths below a folder, relative to the root, whose names end so.</summary>
    public static IEnumerable<string> Below(string folder, params string[] endings)
    {
        string root = BuiltOutput.RepositoryRoot();
        return Walk(new DirectoryInfo(Path.Combine(root, folder)))
            .Where(f => endings.Any(e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .Select(f => Path.GetRelativePath(root, f.FullName))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(BuiltOutput.RepositoryRoot(), path));

    /// <summary>Writes a file that is made from the code.</summary>
    public static void Write(string path, string text) => File.WriteAllText(Path.Combine(BuiltOutput.RepositoryRoot(), path), text);

    static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name)).SelectMany(Walk));
}
