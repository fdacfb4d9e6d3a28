using System.Diagnostics;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Nvml;

/// <summary>Builds the stand-in for libnvidia-ml with gcc. Each has a name of its own: a library is loaded once by a process and stays.</summary>
internal static class FakeNvml
{
    static int s_number;

    /// <summary>Path of a library with these cards: lines of "bus mode name".</summary>
    public static string Build(TempDirectory folder, int init, params string[] cards)
    {
        string name = $"fake-nvml-{Interlocked.Increment(ref s_number)}-{Environment.ProcessId}";
        string library = Path.Combine(folder.Path, name + ".so");
        string source = Path.Combine(AppContext.BaseDirectory, "Nvml", "fake_nvml.c");
        var start = new ProcessStartInfo("gcc") { RedirectStandardError = true };
        foreach (string argument in (string[])["-shared", "-fPIC", "-O1", $"-DANSWERS=\"{Path.ChangeExtension(library, ".txt")}\"", "-o", library, source]) { start.ArgumentList.Add(argument); }
        using var compiler = Process.Start(start) ?? throw new InvalidOperationException("gcc does not start");
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, errors);
        Set(library, init, cards);
        return library;
    }

    /// <summary>Changes what it answers.</summary>
    public static void Set(string library, int init, params string[] cards) =>
        File.WriteAllText(Path.ChangeExtension(library, ".txt"), $"init {init}\n{string.Join('\n', cards)}\n");
}
