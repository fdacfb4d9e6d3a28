using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BloxOs.TestServers;

/// <summary>A Redis server of this test process alone, in a temp directory, on a free loopback port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly TempDirectory directory;
    private ChildProcess? process;

    private RedisServer(TempDirectory directory, int port) => (this.directory, Port) = (directory, port);

    public int Port { get; }

    /// <summary>Configuration string of StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The last output of the server.</summary>
    public string Output => process?.Output ?? "";

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="FileNotFoundException">Redis is not installed; the message names the Debian package.</exception>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellation = default)
    {
        var server = new RedisServer(new TempDirectory("bloxos-redis-"), FreePort.Next());
        try
        {
            await server.StartAgainAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it: everything in it is lost.</summary>
    public async Task StopAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    /// <summary>Starts it, empty, on the same port.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        process = await ChildProcess.StartAsync(ServerBinary.OnPath("redis-server", "redis-server"),
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory.Path,
            "--save", "", "--appendonly", "no", "--daemonize", "no",
        ]);
        await Eventually.Async(AnswersAsync, StartTimeout, "Redis", cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        directory.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"Redis ended with status {process.ExitCode}. Its output:\n{Output}");
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            await socket.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            var length = await socket.GetStream().ReadAsync(answer);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }
}
