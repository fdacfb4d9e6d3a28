namespace BloxOs.TestServers;

/// <summary>What another project of this repository was built to.</summary>
public static class BuiltOutput
{
    /// <summary>Full path of the dll of a project under <c>src/</c> or <c>tools/</c>, in the configuration of the running test.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Of(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = output.Name;
        var configuration = output.Parent?.Name ?? "Debug";
        var root = RepositoryRoot();
        foreach (var parent in (string[])["src", "tools"])
        {
            var path = Path.Combine(root, parent, project, "bin", configuration, framework, $"BloxOs.{project}.dll");
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException($"BloxOs.{project}.dll is not built for {configuration}: run dotnet build first.");
    }

    /// <summary>The folder with BloxOs.sln.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BloxOs.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No BloxOs.sln above {AppContext.BaseDirectory}.");
    }
}
