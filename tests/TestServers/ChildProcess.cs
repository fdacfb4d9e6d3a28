using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BloxOs.TestServers;

/// <summary>A started process with the last of its output.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxOutputLines = 2_000;
    private const int Sigterm = 15;
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly OutputTail output = new(MaxOutputLines);

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Each line, as it comes, from any thread.</summary>
    public event Action<string>? LineWritten;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Exit status; 128 + signal when a signal ended it. Only after the end.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The last 2000 lines of standard output and error.</summary>
    public string Output => output.ToString();

    /// <summary>Starts an assembly with the dotnet that runs this process.</summary>
    /// <param name="assembly">Its path: a server's, or the tests' own, which then is told by its arguments what to be.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    public static Task<ChildProcess> StartDotnetAsync(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        StartAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet", [assembly, .. arguments], user: null, environment);

    /// <summary>Starts a program. It dies with this process.</summary>
    /// <param name="program">Full path, or a name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="user">Another user to run as; only root may.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    public static async Task<ChildProcess> StartAsync(
        string program, IEnumerable<string> arguments, string? user = null, IReadOnlyDictionary<string, string?>? environment = null)
        => new(await ProcessStarter.StartAsync(program, arguments, user, environment));

    /// <summary>SIGKILL: no chance to flush anything.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGTERM: an orderly stop.</summary>
    public void Terminate() => Signal(Sigterm);

    /// <summary>Sends a signal by number.</summary>
    public void Signal(int signal)
    {
        if (!process.HasExited)
            _ = NativeKill(process.Id, signal);
    }

    /// <summary>Waits for the end.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation = default) => process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            using var limit = new CancellationTokenSource(EndTimeout);
            await process.WaitForExitAsync(limit.Token);
        }
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);

    private void Add(string? line)
    {
        if (line is null)
            return;
        output.Add(line);
        LineWritten?.Invoke(line);
    }
}
