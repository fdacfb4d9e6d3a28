using BloxOs.Grains.Users;
using BloxOs.Web.Mail;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Mails a link to a new password. All that tells whether an address is somebody's happens after the answer.</summary>
internal sealed class ResetMail(IMailbox mailbox, AddressLimit addresses)
{
    /// <summary>Whether it can be asked for.</summary>
    public Task<bool> IsOpenAsync(CancellationToken cancellation) => mailbox.IsOpenAsync(cancellation);

    /// <summary>Asks for one; how long to wait instead.</summary>
    public SignInAnswer Ask(string normalisedEmail, HttpContext http)
    {
        if (addresses.Begin(NetworkAddress.Of(http.Connection.RemoteIpAddress)) is { } wait) { return SignInAnswer.TooSoon(wait); }
        return mailbox.TryPut((services, route, cancellation) => WriteAsync(services, route, normalisedEmail, cancellation)) ? SignInAnswer.Done : SignInAnswer.Busy;
    }

    static async Task<Letter?> WriteAsync(IServiceProvider services, MailRoute route, string email, CancellationToken cancellation)
    {
        var door = services.GetRequiredService<IGrainFactory>().GetGrain<IEmailGrain>(email);
        if (!await AccountStore.AskAsync(door.BeginMail, cancellation)) { return null; }
        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByEmailAsync(email) is not { } account) { return null; }
        return new(account.Email, "A new password for BloxOs",
            $"""
            Somebody asked for a new password for your account at {route.LinksTo.Host}.

            Choose one here, within an hour:
            {route.LinkTo($"/reset/{await users.GeneratePasswordResetTokenAsync(account)}")}

            If it was not you, do nothing: the old password goes on to work.
            """);
    }
}
