using BloxOs.Grains.Mail;

namespace BloxOs.Web.Mail;

/// <summary>Mail settings as somebody wants them, unchecked.</summary>
/// <param name="Host">Name or address of the server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the way there is encrypted.</param>
/// <param name="User">Who signs in there; empty for nobody.</param>
/// <param name="Password">By <see cref="Secrets.MaskedSecret"/>.</param>
/// <param name="From">The address that mail comes from.</param>
/// <param name="LinksTo">Where people reach this server; not asked for when the process's own settings say it.</param>
internal sealed record MailWish(string? Host, int Port, MailSecurity Security, string? User, string? Password, string? From, string? LinksTo)
{
    /// <summary>Without user and password, so that no log line holds them.</summary>
    public override string ToString() => $"mail through {Host}:{Port}";
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its name in <see cref="MailWish"/>.</param>
/// <param name="Words">For people.</param>
internal sealed record MailFault(string Field, string Words);
