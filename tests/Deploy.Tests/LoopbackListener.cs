using System.Net;
using System.Net.Sockets;

namespace BloxOs.Deploy.Tests;

/// <summary>Serves who comes to a free port of loopback, one after the other, until it is disposed of.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Task _serving;

    /// <summary>Begins.</summary>
    /// <param name="serve">Serves one; who was served is hung up on.</param>
    public LoopbackListener(Func<TcpClient, Task> serve)
    {
        _listener.Start();
        _serving = ServeAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    async Task ServeAsync(Func<TcpClient, Task> serve)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await serve(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException) { /* stopped */ }
    }
}
