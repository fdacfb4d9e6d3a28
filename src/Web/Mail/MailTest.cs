using System.Net.Sockets;
using BloxOs.Silo.Outbound;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace BloxOs.Web.Mail;

/// <summary>Sends a letter at once and says how that went, so that whoever sets mail up sees what is wrong.</summary>
internal sealed partial class MailTest(MailSource source, MailPost post, ILogger<MailTest> logger)
{
    const int LongestReply = 200;

    /// <summary>Sends it; null when the server took it, else what is wrong, in words.</summary>
    public async Task<string?> SendAsync(string to, CancellationToken cancellation)
    {
        if (await source.FindAsync(cancellation) is not { } route) { return "This server sends no mail yet: save the settings first."; }
        var letter = new Letter(to, "A test e-mail from BloxOs",
            $"""
            Mail from the BloxOs server at {route.LinksTo.Host} arrives. Its links lead here:
            {route.LinkTo("/")}
            """);
        try
        {
            await post.SendAsync(route.Settings, letter, cancellation);
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            LogFailed(failure.GetType().Name, route.Settings.Host, route.Settings.Port);
            return Words(failure, $"{route.Settings.Host}:{route.Settings.Port}");
        }
    }

    /// <summary>What a server says is shown only where it speaks SMTP: this must not become a way to read what else listens somewhere.</summary>
    static string Words(Exception failure, string where) => failure switch
    {
        OutboundRefusedException refused => refused.Message,
        SslHandshakeException => $"{where} shows no certificate that this machine trusts for that name, or does not speak TLS on this port. STARTTLS is usual on 587, TLS on 465.",
        AuthenticationException => $"{where} does not take this user and password.",
        NotSupportedException => $"{where} cannot do what is asked of it: STARTTLS, or signing in. Choose another encryption, or empty the user.",
        SmtpCommandException refused => $"{where} refused the letter: {(int)refused.StatusCode} {Shown(refused.Message)}",
        ServiceNotAuthenticatedException => $"{where} takes mail from signed-in users only: fill in user and password.",
        ProtocolException => $"What answers at {where} is no mail server, or wants another encryption.",
        TimeoutException or OperationCanceledException => $"{where} did not answer in time. Is the port open to this server?",
        SocketException => $"Nobody answers at {where}.",
        IOException => $"{where} closed the connection.",
        _ => $"It did not work with {where}; the log of this server says why.",
    };

    static string Shown(string reply) => string.Concat(reply.Where(static c => !char.IsControl(c)).Take(LongestReply));

    [LoggerMessage(LogLevel.Warning, "A test e-mail through {Host}:{Port} failed: {Failure}")]
    partial void LogFailed(string failure, string host, int port);
}
