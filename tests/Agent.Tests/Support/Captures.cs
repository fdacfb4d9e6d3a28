using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>Captures of real tools, which are not part of this repository: tests that read them are skipped, saying so, where they are absent.</summary>
internal static class Captures
{
    /// <summary>Full path of a capture of nvidia-smi.</summary>
    public static string NvidiaSmi(string file) => Of("nvidia-smi/" + file);

    /// <summary>Full path of a capture.</summary>
    public static string Of(string file)
    {
        string? path = SharedFixtures.Find(file);
        Assert.SkipWhen(path is null, $"no folder shared/fixtures beside or above the checkout: {file} is not read");
        return path!;
    }
}
