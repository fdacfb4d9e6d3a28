using System.Net;
using System.Net.Sockets;

namespace BloxOs.Deploy.Tests;

/// <summary>Counts who comes for what a certificate names.</summary>
internal sealed class IssuerSite : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    Task _serving = Task.CompletedTask;
    int _calls;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Calls => Volatile.Read(ref _calls);

    public static IssuerSite Start()
    {
        var site = new IssuerSite();
        site._listener.Start();
        site._serving = site.ServeAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _calls);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException) { /* stopped */ }
    }
}
