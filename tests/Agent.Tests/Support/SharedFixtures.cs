namespace BloxOs.Agent.Tests.Support;

/// <summary>Captures of real tools, which are not part of this repository: tests that read them are skipped, saying so, where they are absent.</summary>
internal static class SharedFixtures
{
    public static string NvidiaSmi(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "fixtures", "nvidia-smi", file);
            if (File.Exists(path)) { return path; }
        }
        Assert.Skip($"no folder shared/fixtures beside or above the checkout: {file} is not read");
        return "";
    }
}
