using System.Net;
using System.Net.Sockets;

namespace BloxOs.Cluster.Tests;

/// <summary>What stands before the silos in a real cluster: takes connections on one port and passes each to the next silo that accepts.</summary>
public sealed class Balancer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly int[] _backends;
    readonly Task _accepting;
    int _next;

    public Balancer(params int[] backends)
    {
        _backends = backends;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where rigs connect.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true) { _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)); }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException) { }
    }

    async Task ServeAsync(Socket client)
    {
        using var _ = client;
        using var backend = await ConnectAsync();
        if (backend is null) { return; }
        client.NoDelay = backend.NoDelay = true;
        await Task.WhenAny(PumpAsync(client, backend), PumpAsync(backend, client));
    }

    async Task<Socket?> ConnectAsync()
    {
        for (int attempt = 0; attempt < _backends.Length; attempt++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                int backend = _backends[(uint)Interlocked.Increment(ref _next) % (uint)_backends.Length];
                await socket.ConnectAsync(IPAddress.Loopback, backend, _stop.Token);
                return socket;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException) { socket.Dispose(); }
        }
        return null;
    }

    async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and int count) { await to.SendAsync(buffer.AsMemory(0, count), _stop.Token); }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException) { }
    }
}
