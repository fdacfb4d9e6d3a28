using System.Collections.Concurrent;
using System.Diagnostics;

namespace BloxOs.TestServers;

/// <summary>Starts processes that the kernel kills when this process dies, however it dies.</summary>
/// <remarks>
/// The kernel watches the thread that started the child, not the process; a thread of the pool ends when it is idle and would take the child
/// with it. So one thread, which lives as long as the process, starts them all.
/// </remarks>
internal static class ProcessStarter
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Requests = [];
    private static readonly Lazy<Thread> Starter = new(StartThread);

    /// <summary>Starts it under <c>setpriv --pdeathsig KILL</c>; that replaces itself by the program, so the process id is the program's.</summary>
    /// <param name="program">Full path, or a name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="user">Another user to run as; only root may.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    public static Task<Process> StartAsync(
        string program, IEnumerable<string> arguments, string? user = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add("--pdeathsig=KILL");
        if (user is not null)
        {
            start.ArgumentList.Add($"--reuid={user}");
            start.ArgumentList.Add($"--regid={user}");
            start.ArgumentList.Add("--init-groups");
        }
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        _ = Starter.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((start, started));
        return started.Task;
    }

    private static Thread StartThread()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Test process starter" };
        thread.Start();
        return thread;
    }

    private static void Run()
    {
        foreach (var (start, started) in Requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failure)
            {
                started.SetException(new InvalidOperationException("setpriv (Debian package util-linux) could not be started.", failure));
            }
        }
    }
}
