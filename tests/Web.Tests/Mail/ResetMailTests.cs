using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Mail;
using BloxOs.Silo.Settings;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Mail;

public sealed class ResetMailTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "6"), Trait("check", "9"), Trait("bad-input", "80")]
    public async Task A_link_comes_by_mail_to_the_configured_address_and_an_unknown_address_gets_the_same_answer()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        using var browser = host.Browse();
        var unknown = await AskAsync(browser, "nobody@example.org");
        var known = await AskAsync(browser, AccountsHost.Email);
        Assert.Equal(known, unknown.Replace("nobody@example.org", AccountsHost.Email, StringComparison.Ordinal));

        // Letters are written one after the other: were there one to nobody, it would come first.
        var letter = await mail.Letters.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Contains("To: " + AccountsHost.Email, letter, StringComparison.Ordinal);
        var path = Regex.Match(letter, "https://rigs\\.example\\.org(/reset/bxl_[a-z2-7_0-9]+)").Groups[1].Value;
        Assert.Equal("/sign-in?done=reset", (await browser.SubmitAsync(path, path, ("Password", "seven paper boats upstream"))).Headers.Location?.OriginalString);
        Assert.Equal("/", (await browser.SignInAsync(AccountsHost.Email, "seven paper boats upstream")).Headers.Location?.OriginalString);
    }

    [Fact, Trait("check", "5")]
    public async Task One_address_gets_three_mails_an_hour()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        await host.AddPersonAsync("jon@example.org");
        using var browser = host.Browse();
        for (var asked = 0; asked < 5; asked++) { await AskAsync(browser, AccountsHost.Email); }
        await AskAsync(browser, "jon@example.org");

        var letters = new List<string>();
        while (!letters.Exists(static one => one.Contains("To: jon@", StringComparison.Ordinal)))
        {
            letters.Add(await mail.Letters.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        }
        Assert.Equal(4, letters.Count);
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_what_to_do_instead()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Contains("sends no mail", await browser.ReadAsync(await browser.GetAsync("/forgot")), StringComparison.Ordinal);
        var token = Browser.Token(await browser.ReadAsync(await browser.GetAsync("/sign-in")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/forgot", ("Email", AccountsHost.Email), ("__RequestVerificationToken", token))).StatusCode);
    }

    static Task<AccountsHost> HostAsync(MailServer mail) => AccountsHost.StartWithOwnerAsync(
        new AccountSettings(PublicUrl: new("https://rigs.example.org/")),
        mail: new("127.0.0.1", mail.Port, MailSecurity.None, null, null, "bloxos@example.org"));

    static async Task<string> AskAsync(Browser browser, string email)
    {
        var answer = await browser.SubmitAsync("/forgot", "/forgot", ("Email", email));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await browser.ReadAsync(answer);
    }
}
