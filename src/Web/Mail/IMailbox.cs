namespace BloxOs.Web.Mail;

/// <summary>Where mail is put; it goes out a little later, so that nobody can tell from a page's time whether one went.</summary>
internal interface IMailbox
{
    /// <summary>Whether this server sends mail.</summary>
    bool IsOpen { get; }

    /// <summary>Lets a letter be written and sent; false when too many wait already. Who writes gets services of his own, and may write none.</summary>
    bool TryPut(Func<IServiceProvider, CancellationToken, Task<Letter?>> write);
}
