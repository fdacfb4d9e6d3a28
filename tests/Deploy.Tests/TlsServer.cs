using System.Net.Security;
using System.Net.Sockets;

namespace BloxOs.Deploy.Tests;

/// <summary>Answers every request over TLS as the gateway answers one that is no WebSocket.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    readonly LoopbackListener _listener;
    readonly SslServerAuthenticationOptions _options;

    TlsServer(CertificateChain chain, bool withIssuer)
    {
        _options = new() { ServerCertificateContext = SslStreamCertificateContext.Create(chain.Server, withIssuer ? [chain.Issuer] : [], offline: true) };
        _listener = new(AnswerAsync);
    }

    /// <summary>How many requests came through TLS.</summary>
    public int Requests { get; private set; }

    public int Port => _listener.Port;

    /// <summary>Starts one.</summary>
    /// <param name="chain">Its certificate.</param>
    /// <param name="withIssuer">Whether it sends the issuer's certificate too, as it should.</param>
    public static TlsServer Start(CertificateChain chain, bool withIssuer) => new(chain, withIssuer);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    async Task AnswerAsync(TcpClient client)
    {
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(_options);
            if (await stream.ReadAsync(new byte[4096]) > 0) { Requests++; }
            await stream.WriteAsync("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException) { /* a client that does not trust it */ }
    }
}
