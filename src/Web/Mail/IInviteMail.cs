namespace BloxOs.Web.Mail;

/// <summary>Sends invitations by e-mail, where the server can send any. Without one the link is shown for copying.</summary>
public interface IInviteMail
{
    /// <summary>Sends one. False when the server sends no mail, or this one could not be handed over.</summary>
    Task<bool> SendInviteAsync(InviteMail mail, CancellationToken cancellation);
}

/// <summary>An invitation by e-mail.</summary>
/// <param name="To">The address.</param>
/// <param name="FarmName">The farm.</param>
/// <param name="InvitedBy">Who invites, by name.</param>
/// <param name="Link">Holds the secret: for this mail only, never for a log.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
public sealed record InviteMail(string To, string FarmName, string InvitedBy, Uri Link, DateTimeOffset ExpiresAt)
{
    /// <summary>The address only, so that no log line holds the link.</summary>
    public override string ToString() => To;
}
