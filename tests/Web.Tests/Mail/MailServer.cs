using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace BloxOs.Web.Tests.Mail;

/// <summary>A mail server as far as a letter needs one; what it was given can be read.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Channel<string> _letters = Channel.CreateUnbounded<string>();
    readonly Channel<string> _signIns = Channel.CreateUnbounded<string>();
    readonly CancellationTokenSource _stop = new();
    readonly X509Certificate2? _certificate;
    readonly bool _tlsAtOnce;
    readonly Task _loop;

    /// <summary>Without a certificate it speaks no TLS.</summary>
    public MailServer(X509Certificate2? certificate = null, bool tlsAtOnce = false)
    {
        (_certificate, _tlsAtOnce) = (certificate, tlsAtOnce);
        _listener.Start();
        _loop = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ChannelReader<string> Letters => _letters.Reader;

    /// <summary>What was given to sign in: "user password", only ever over TLS.</summary>
    public ChannelReader<string> SignIns => _signIns.Reader;

    /// <summary>The next letter, as long as it takes.</summary>
    public Task<string> NextAsync() => Letters.ReadAsync(_stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException) { }
        }
    }

    async Task ServeAsync(Stream stream)
    {
        if (_tlsAtOnce) { stream = await SecureAsync(stream); }
        await SayAsync(stream, "220 test");
        while (await ReadAsync(stream) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, stream is SslStream ? "250-test\r\n250 AUTH PLAIN" : _certificate is null ? "250 test" : "250-test\r\n250 STARTTLS");
                    break;
                case "STARTTLS" when _certificate is not null:
                    await SayAsync(stream, "220 go on");
                    stream = await SecureAsync(stream);
                    break;
                case "AUTH" when stream is SslStream:
                    string[] given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    _signIns.Writer.TryWrite($"{given[1]} {given[2]}");
                    await SayAsync(stream, given[2].StartsWith("wrong", StringComparison.Ordinal) ? "535 no" : "235 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    await TakeLetterAsync(stream);
                    await SayAsync(stream, "250 ok");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    async Task TakeLetterAsync(Stream stream)
    {
        var letter = new StringBuilder();
        while (await ReadAsync(stream) is { } text && text != ".") { letter.AppendLine(text); }
        // Long lines are wrapped on the way: a link is read whole again.
        _letters.Writer.TryWrite(letter.ToString().ReplaceLineEndings("\n").Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal));
    }

    async Task<SslStream> SecureAsync(Stream plain)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    /// <summary>Byte by byte, so that nothing of the handshake that may follow is swallowed.</summary>
    async Task<string?> ReadAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n') { return Encoding.UTF8.GetString([.. line]).TrimEnd('\r'); }
            line.Add(one[0]);
        }
        return null;
    }

    async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token);
}
