using System.Net;

namespace BloxOs.TestServers;

/// <summary>A built .NET program that serves HTTP, as a process of its own.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly SocketsHttpHandler Handler = new() { ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionLifetime = TimeSpan.FromSeconds(1) };

    private readonly ChildProcess process;

    private ServerProcess(ChildProcess process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Exit status; 128 + signal when a signal ended it. Only after the end.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The last 2000 lines of standard output and error.</summary>
    public string Output => process.Output;

    /// <summary>Starts <c>dotnet DLL</c> without waiting for anything.</summary>
    /// <param name="dll">Full path, see <see cref="BuiltOutput"/>.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ServerProcess> LaunchAsync(
        string dll, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
        => new(await ChildProcess.StartDotnetAsync(dll, arguments, environment));

    /// <summary>Starts <c>dotnet DLL</c> and waits until the URL answers 200.</summary>
    /// <param name="dll">Full path, see <see cref="BuiltOutput"/>.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="healthUrl">Asked until it answers 200.</param>
    /// <param name="timeout">After this it is killed and this throws; 60 s when null.</param>
    /// <param name="cancellation">Ends the wait and kills it.</param>
    /// <exception cref="InvalidOperationException">It ended; the message has its last output.</exception>
    /// <exception cref="TimeoutException">It was not ready in time; the message has its last output.</exception>
    public static async Task<ServerProcess> StartAsync(
        string dll,
        IReadOnlyDictionary<string, string?> environment,
        Uri healthUrl,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default)
    {
        var server = await LaunchAsync(dll, environment);
        try
        {
            await server.WaitUntilHealthyAsync(healthUrl, timeout, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the URL answers 200.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public async Task WaitUntilHealthyAsync(Uri healthUrl, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        try
        {
            await Eventually.CostlyAsync(async () =>
            {
                if (HasExited)
                {
                    await process.WaitForExitAsync(cancellation);
                    throw new InvalidOperationException($"The server ended with status {ExitCode} before it was ready. Its output:\n{Output}");
                }
                return await AnswersAsync(healthUrl, cancellation);
            }, timeout ?? TimeSpan.FromSeconds(60), $"{healthUrl}", cancellation);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} Its output:\n{Output}", late);
        }
    }

    /// <summary>SIGKILL: no chance to flush anything.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGTERM: an orderly stop.</summary>
    public void Terminate() => process.Terminate();

    /// <summary>Sends a signal by number (19 stops it, 18 lets it go on).</summary>
    public void Signal(int signal) => process.Signal(signal);

    /// <summary>Waits for the end.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation = default) => process.WaitForExitAsync(cancellation);

    /// <summary>Kills it when it still runs.</summary>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<bool> AnswersAsync(Uri url, CancellationToken cancellation)
    {
        using var client = new HttpClient(Handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await client.GetAsync(url, cancellation);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
