namespace BloxOs.Web.Mail;

/// <summary>Sends invitations by e-mail, where the server can send any. Without one the link is shown for copying.</summary>
internal interface IInviteMail
{
    /// <summary>Puts one into the mailbox.</summary>
    Task<InviteMailAnswer> SendInviteAsync(InviteMail mail, CancellationToken cancellation);
}

/// <summary>Whether an invitation goes by mail.</summary>
internal enum InviteMailAnswer
{
    /// <summary>It is on its way.</summary>
    Sent,

    /// <summary>This server sends no mail.</summary>
    NoServer,

    /// <summary>This person had too many sent, or too much mail waits.</summary>
    TooMany,
}

/// <summary>An invitation by e-mail.</summary>
/// <param name="To">The address.</param>
/// <param name="FarmName">The farm; null for an account alone.</param>
/// <param name="ByUserId">Who invites; so many an hour.</param>
/// <param name="InvitedBy">The same by name.</param>
/// <param name="Path">Path of this server. Holds the secret: for this mail only, never for a log.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record InviteMail(string To, string? FarmName, string ByUserId, string InvitedBy, string Path, DateTimeOffset ExpiresAt)
{
    /// <summary>The address only, so that no log line holds the link.</summary>
    public override string ToString() => To;
}
