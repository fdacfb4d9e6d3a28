using BloxOs.Web.Display;

namespace BloxOs.Web.Mail;

/// <summary>Writes the letters of invitations. Nobody can have this server write to the whole world: each person has so many an hour, counted by each web process.</summary>
internal sealed class InvitePost(IMailbox mailbox, TimeProvider time) : IInviteMail
{
    /// <summary>Invitations by mail that one person sends in an hour.</summary>
    public const int MostPerHour = 20;

    const int MaxPeople = 10_000;

    static readonly TimeSpan s_window = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly Dictionary<string, (int Sent, DateTimeOffset EndsAt)> _windows = new(StringComparer.Ordinal);

    public async Task<InviteMailAnswer> SendInviteAsync(InviteMail mail, CancellationToken cancellation)
    {
        if (!await mailbox.IsOpenAsync(cancellation)) { return InviteMailAnswer.NoServer; }
        return MayStill(mail.ByUserId) && mailbox.TryPut((_, route, _) => Task.FromResult<Letter?>(Write(mail, route))) ? InviteMailAnswer.Sent : InviteMailAnswer.TooMany;
    }

    bool MayStill(string userId)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (id, _) in _windows.Where(one => one.Value.EndsAt <= now).ToList()) { _windows.Remove(id); }
            var (sent, endsAt) = _windows.GetValueOrDefault(userId, (0, now + s_window));
            if (sent >= MostPerHour || (sent == 0 && _windows.Count >= MaxPeople)) { return false; }
            _windows[userId] = (sent + 1, endsAt);
            return true;
        }
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
