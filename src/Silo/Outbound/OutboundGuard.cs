using System.Net;
using System.Net.Sockets;

namespace BloxOs.Silo.Outbound;

/// <summary>
/// Opens connections to addresses that people give. A name is resolved once, every address is judged, and the connection goes to a judged
/// address: a name that leads elsewhere a moment later gains nothing.
/// </summary>
public sealed class OutboundGuard
{
    /// <summary>How long resolving and connecting may take.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    const int MaxAddresses = 8;

    readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    readonly TimeProvider _time;

    /// <summary>A guard that lets through to the internet and to what is allowed.</summary>
    public OutboundGuard(OutboundAllow allow, TimeProvider time) : this(allow, time, Dns.GetHostAddressesAsync) { }

    internal OutboundGuard(OutboundAllow allow, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        (Allow, _time, _resolve) = (allow, time, resolve);

    /// <summary>What is allowed beyond the internet.</summary>
    public OutboundAllow Allow { get; }

    /// <summary>A connected socket, for protocols such as SMTP; the caller disposes it.</summary>
    /// <exception cref="OutboundRefusedException">The host is not one that BloxOs connects to, or has no address.</exception>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="OperationCanceledException">It took longer than <see cref="ConnectTimeout"/>, or was cancelled.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var addresses = await AddressesAsync(host, both.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, both.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true);

    /// <summary>One address that may not be reached spoils the name: whoever mixes them means no good.</summary>
    async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellation)
    {
        host = host.Trim('[', ']');
        IPAddress[] addresses;
        try { addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellation); }
        catch (SocketException) { throw new OutboundRefusedException($"{host} has no address."); }
        if (addresses.Length == 0) { throw new OutboundRefusedException($"{host} has no address."); }
        if (!Allow.Has(host) && !addresses.All(address => PublicAddress.Is(address) || Allow.Has(address)))
        {
            throw new OutboundRefusedException($"{host} is not on the internet, and not among the hosts that BloxOs:OutboundAllow allows.");
        }
        return [.. addresses.Take(MaxAddresses)];
    }
}
