using BloxOs.Silo.Outbound;
using BloxOs.Silo.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace BloxOs.Web.Mail;

/// <summary>Hands one letter to the mail server, through the guard of outgoing connections.</summary>
internal sealed class MailPost(MailSettings settings, OutboundGuard guard)
{
    const int TimeoutMilliseconds = 20_000;

    /// <summary>Sends it.</summary>
    /// <exception cref="OutboundRefusedException">The server is in the own network and not allowed.</exception>
    public async Task SendAsync(Letter letter, CancellationToken cancellation)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(MailboxAddress.Parse(letter.To));
        message.Subject = letter.Subject;
        message.Body = new TextPart("plain") { Text = letter.Text };

        using var smtp = new SmtpClient { Timeout = TimeoutMilliseconds };
        var socket = await guard.ConnectAsync(settings.Host, settings.Port, cancellation);
        await smtp.ConnectAsync(socket, settings.Host, settings.Port, Security, cancellation);
        if (settings is { User: { } user, Password: { } password }) { await smtp.AuthenticateAsync(user, password, cancellation); }
        await smtp.SendAsync(message, cancellation);
        await smtp.DisconnectAsync(quit: true, cancellation);
    }

    SecureSocketOptions Security => settings.Security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
