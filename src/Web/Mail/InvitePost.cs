using BloxOs.Web.Display;

namespace BloxOs.Web.Mail;

/// <summary>Writes the letters of invitations.</summary>
internal sealed class InvitePost(IMailbox mailbox, MailAllowance allowance) : IInviteMail
{
    public async Task<InviteMailAnswer> SendInviteAsync(InviteMail mail, CancellationToken cancellation)
    {
        if (!await mailbox.IsOpenAsync(cancellation)) { return InviteMailAnswer.NoServer; }
        return allowance.Take(mail.ByUserId) && mailbox.TryPut((_, route, _) => Task.FromResult<Letter?>(Write(mail, route))) ? InviteMailAnswer.Sent : InviteMailAnswer.TooMany;
    }

    static Letter Write(InviteMail mail, MailRoute route)
    {
        string what = mail.FarmName is { } farm ? $"to the mining farm “{farm}”" : "to make an account";
        return new(mail.To, mail.FarmName is null ? "An invitation to BloxOs" : $"An invitation to {mail.FarmName}",
            $"""
            {mail.InvitedBy} invites you {what} on the BloxOs server at {route.LinksTo.Host}.

            Open this to see what it offers, until {TimeText.Moment(mail.ExpiresAt)}:
            {route.LinkTo(mail.Path)}

            It works once. If you do not know who sent it, do nothing.
            """);
    }
}
