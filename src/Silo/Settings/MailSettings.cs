namespace BloxOs.Silo.Settings;

/// <summary>How the way to the mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>After a greeting in plain text; refused when the server cannot.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Tls,

    /// <summary>Not at all: for a server on this machine.</summary>
    None,
}

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
