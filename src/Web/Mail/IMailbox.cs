namespace BloxOs.Web.Mail;

/// <summary>Writes a letter that was put into the mailbox, with services of its own; null writes none.</summary>
/// <param name="services">A scope for this letter.</param>
/// <param name="route">How it goes out, and where its links lead.</param>
/// <param name="cancellation">The server stops.</param>
internal delegate Task<Letter?> LetterWriter(IServiceProvider services, MailRoute route, CancellationToken cancellation);

/// <summary>Where mail is put; it goes out a little later, so that nobody can tell from a page's time whether one went.</summary>
internal interface IMailbox
{
    /// <summary>Whether this server sends mail now.</summary>
    Task<bool> IsOpenAsync(CancellationToken cancellation);

    /// <summary>Lets a letter be written and sent; false when too many wait already. One that waits while mail is turned off is dropped.</summary>
    bool TryPut(LetterWriter write);
}
