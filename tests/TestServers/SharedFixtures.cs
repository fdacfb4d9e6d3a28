namespace BloxOs.TestServers;

/// <summary>Recordings from real machines that lie beside the repository on some machines and are not part of it.</summary>
public static class SharedFixtures
{
    /// <summary>Full path of <c>shared/fixtures/NAME</c> in a folder above the test; null where there is none.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "fixtures", name);
            if (Path.Exists(path))
                return path;
        }
        return null;
    }
}
