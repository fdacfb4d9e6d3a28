using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BloxOs.Agent.Configuration;

namespace BloxOs.Agent.Connection;

/// <summary>The HTTP side of an upgrade: no redirects, no proxy, no cookies; TLS always verified; plain only into the local network.</summary>
internal static class ServerHandler
{
    /// <summary>A handler for one server.</summary>
    /// <param name="server">Where to connect.</param>
    /// <param name="pin">SHA-256 of the only key to trust; null for the system's authorities.</param>
    public static SocketsHttpHandler Create(ServerAddress server, byte[]? pin)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.Zero,
        };
        // As curl does it: what a certificate names is not fetched, or it could have the agent call any address before it is trusted.
        handler.SslOptions.CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (server.Plain) { handler.ConnectCallback = ConnectLocallyAsync; }
        if (pin is not null) { handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPinned(certificate, pin); }
        return handler;
    }

    // The key itself is what is trusted, so names, dates and issuers of the certificate do not matter.
    static bool IsPinned(X509Certificate? certificate, byte[] pin) =>
        certificate is X509Certificate2 presented
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(presented.PublicKey.ExportSubjectPublicKeyInfo()), pin);

    static async ValueTask<Stream> ConnectLocallyAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var local = addresses.Where(ServerAddress.IsLocal).ToArray();
        if (local.Length == 0)
        {
            throw new RefusedLocallyException("BLOXOS_SERVER is http:// but its name leads outside the local network: use https://");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(local, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
