using BloxOs.Grains.Mail;
using BloxOs.Silo.Outbound;
using BloxOs.Silo.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BloxOs.Web.Mail;

/// <summary>Hands one letter to the mail server, through the guard of outgoing connections.</summary>
internal sealed class MailPost(OutboundGuard guard, MailTrust trust)
{
    const int TimeoutMilliseconds = 20_000;

    /// <summary>Sends it.</summary>
    /// <exception cref="OutboundRefusedException">The server is in the own network and not allowed.</exception>
    public async Task SendAsync(MailSettings settings, Letter letter, CancellationToken cancellation)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(MailboxAddress.Parse(letter.To));
        message.Subject = letter.Subject;
        message.Body = new TextPart("plain") { Text = letter.Text };

        // Asking whether a certificate was revoked would fetch what it names, past the guard.
        using var smtp = new SmtpClient { Timeout = TimeoutMilliseconds, CheckCertificateRevocation = false, ServerCertificateValidationCallback = trust.Check };
        var socket = await guard.ConnectAsync(settings.Host, settings.Port, cancellation);
        await smtp.ConnectAsync(socket, settings.Host, settings.Port, Security(settings.Security), cancellation);
        if (settings is { User: { } user, Password: { } password }) { await smtp.AuthenticateAsync(user, password, cancellation); }
        await smtp.SendAsync(message, cancellation);
        await smtp.DisconnectAsync(quit: true, cancellation);
    }

    static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
