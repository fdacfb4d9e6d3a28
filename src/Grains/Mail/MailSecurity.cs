namespace BloxOs.Grains.Mail;

/// <summary>How the way to the mail server is encrypted.</summary>
[GenerateSerializer, Alias("bloxos.mail-security")]
public enum MailSecurity
{
    /// <summary>After a greeting in plain text; refused when the server cannot.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Tls,

    /// <summary>Not at all: for a server on this machine.</summary>
    None,
}
