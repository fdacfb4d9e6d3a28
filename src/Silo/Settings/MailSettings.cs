using BloxOs.Grains.Mail;

namespace BloxOs.Silo.Settings;

/// <summary>The server that takes mail from BloxOs.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Usually 587, 465 with <see cref="MailSecurity.Tls"/>.</param>
/// <param name="Security">How the way there is encrypted.</param>
/// <param name="User">Who signs in there; null when nobody does.</param>
/// <param name="Password">His password.</param>
/// <param name="From">The address that mail comes from.</param>
public sealed record MailSettings(string Host, int Port, MailSecurity Security, string? User, string? Password, string From)
{
    /// <summary>Without the password, so that no log line holds it.</summary>
    public override string ToString() => $"mail through {Host}:{Port}";
}
