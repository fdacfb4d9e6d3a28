using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using BloxOs.Grains.Mail;
using BloxOs.Web.Mail;
using BloxOs.Web.Secrets;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Mail;

/// <summary>What an administrator sets on the page of mail, and the letters that come of it.</summary>
public sealed class MailSettingsTests(SharedHost shared) : IDisposable, IClassFixture<SharedHost>
{
    const string Page = "/admin/mail";
    const string Secret = "moth under nine lamps";

    readonly X509Certificate2 _certificate = AccountsHost.NewCertificate();

    public void Dispose() => _certificate.Dispose();

    [Theory, Trait("check", "34"), Trait("check", "33"), Trait("check", "32")]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_letter_goes_out_encrypted_and_the_password_is_stored_encrypted_and_shown_masked(MailSecurity security)
    {
        await using var mail = new MailServer(_certificate, security is MailSecurity.Tls);
        await using var host = await HostAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        Assert.Equal(Page + "?done=saved", (await SaveAsync(admin, mail.Port, Secret, security)).Headers.Location?.OriginalString);
        Assert.Equal(Page + "?done=sent", (await admin.SubmitAsync(Page, Page + "?handler=Test")).Headers.Location?.OriginalString);
        var letter = await mail.NextAsync();
        Assert.Contains("To: " + AccountsHost.Email, letter, StringComparison.Ordinal);
        Assert.Contains("https://rigs.example.org/", letter, StringComparison.Ordinal);
        Assert.Equal("bloxos " + Secret, await mail.SignIns.ReadAsync(TestContext.Current.CancellationToken));

        var shown = await admin.ReadAsync(await admin.GetAsync(Page));
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.Contains(MaskedSecret.Mask, WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, host.Log.Text, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(host.DataDirectory, "bloxos.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(Secret, await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact, Trait("check", "34")]
    public async Task An_unchanged_mask_keeps_the_password_but_never_for_another_server()
    {
        await using var mail = new MailServer(_certificate);
        await using var other = new MailServer(_certificate);
        await using var host = await HostAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        await SaveAsync(admin, mail.Port, Secret);
        var stored = await StoredAsync(host);

        Assert.Equal(HttpStatusCode.Redirect, (await SaveAsync(admin, mail.Port, MaskedSecret.Mask, from: "rigs@example.org")).StatusCode);
        Assert.Equal((stored.Password, "rigs@example.org"), ((await StoredAsync(host)).Password, (await StoredAsync(host)).From));
        var elsewhere = await SaveAsync(admin, other.Port, MaskedSecret.Mask);
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        Assert.Contains("Enter the password again", await admin.ReadAsync(elsewhere), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await SaveAsync(admin, mail.Port, MaskedSecret.Mask + "x")).StatusCode);
        Assert.Equal(stored.Password, (await StoredAsync(host)).Password);
        Assert.Equal(HttpStatusCode.Redirect, (await SaveAsync(admin, other.Port, "another one")).StatusCode);
        Assert.False(other.SignIns.TryRead(out _));
    }

    [Fact, Trait("check", "33")]
    public async Task A_password_under_an_old_key_is_encrypted_anew_at_its_next_use()
    {
        await using var mail = new MailServer(_certificate);
        await using var host = await HostAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        await SaveAsync(admin, mail.Port, Secret);
        var before = await StoredAsync(host);
        await NewKeyRing.FollowAsync(host, SecretKind.SmtpPassword, before.Password!);

        Assert.Equal(Page + "?done=sent", (await admin.SubmitAsync(Page, Page + "?handler=Test")).Headers.Location?.OriginalString);
        Assert.Equal("bloxos " + Secret, await mail.SignIns.ReadAsync(TestContext.Current.CancellationToken));
        var after = await StoredAsync(host);
        Assert.NotEqual(before.Password, after.Password);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(Secret, host.Services.GetRequiredService<ISecretBox>().Unprotect(SecretKind.SmtpPassword, after.Password!, out bool isOld));
        Assert.False(isOld);
    }

    [Fact, Trait("check", "40"), Trait("bad-input", "85")]
    public async Task Own_network_and_unusual_ports_are_refused_unless_allowed()
    {
        var host = shared.Host;
        using var admin = await SessionTests.SignedInAsync(host);
        foreach (var (server, port) in new[] { ("10.0.0.5", "587"), ("localhost", "587"), ("169.254.169.254", "25"), ("::1", "587"), ("mail.example.org", "6379"), ("http://x", "587"), ("", "587") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SaveAsync(admin, 0, Secret, server: server, portText: port)).StatusCode);
        }
        Assert.Null(await host.Grains.GetGrain<IMailSettingsGrain>(IMailSettingsGrain.Key).Get());
    }

    [Theory, Trait("bad-input", "97")]
    [InlineData("1e3"), InlineData("٥٨٧"), InlineData("5,87"), InlineData("0x10"), InlineData("-0"), InlineData(""), InlineData("0"), InlineData("70000"), InlineData("587.0")]
    public async Task A_port_that_is_not_plainly_a_number_is_an_error_of_its_field(string port)
    {
        var host = shared.Host;
        using var admin = await SessionTests.SignedInAsync(host);
        var refused = await SaveAsync(admin, 0, Secret, portText: port);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Matches("id=\"f-Port-e\"[^>]*>[^<]*from 1 to 65535", await admin.ReadAsync(refused));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_a_server_without_tls_and_a_wrong_password_are_told_of()
    {
        await using var mail = new MailServer(_certificate);
        await using var plain = new MailServer();
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        await SaveAsync(admin, mail.Port, Secret);
        Assert.Contains("no certificate that this machine trusts", await TestAsync(admin), StringComparison.Ordinal);
        await SaveAsync(admin, plain.Port, Secret);
        Assert.Contains("STARTTLS", await TestAsync(admin), StringComparison.Ordinal);
        Assert.False(plain.Letters.TryRead(out _));
        Assert.False(mail.SignIns.TryRead(out _));

        await using var trusting = await HostAsync();
        using var other = await SessionTests.SignedInAsync(trusting);
        await SaveAsync(other, mail.Port, "wrong one");
        Assert.Contains("does not take this user and password", await TestAsync(other), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong one", trusting.Log.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "96")]
    public async Task Two_tabs_do_not_undo_each_other_and_mail_can_be_turned_off()
    {
        await using var mail = new MailServer(_certificate);
        await using var host = await HostAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        await SaveAsync(admin, mail.Port, Secret);
        Assert.Equal(HttpStatusCode.Conflict, (await SaveAsync(admin, mail.Port, Secret, version: "0")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.SubmitAsync(Page, Page + "?handler=Remove", ("Version", "7"))).StatusCode);
        Assert.Equal(Page + "?done=off", (await admin.SubmitAsync(Page, Page + "?handler=Remove", ("Version", "1"))).Headers.Location?.OriginalString);
        Assert.Contains("sends no mail", await admin.ReadAsync(await host.Browse().GetAsync("/forgot")), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "35")]
    public async Task Only_an_administrator_with_a_fresh_password_finds_the_page()
    {
        await using var host = await HostAsync();
        await host.AddPersonAsync("jon@example.org");
        using var jon = host.Browse();
        await jon.SignInAsync("jon@example.org", AccountsHost.Password);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync(Page)).StatusCode);
        using var admin = await SessionTests.SignedInAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.StartsWith("/account/confirm", (await admin.GetAsync(Page)).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    /// <summary>A server that trusts the certificate of these tests.</summary>
    Task<AccountsHost> HostAsync()
    {
        string print = _certificate.GetCertHashString();
        RemoteCertificateValidationCallback check = (_, shown, _, _) => shown?.GetCertHashString() == print;
        return AccountsHost.StartWithOwnerAsync(before: services =>
        {
            AccountsHost.LogEverything(services);
            services.AddSingleton(new MailTrust(check));
        });
    }

    internal static async Task<HttpResponseMessage> SaveAsync(
        Browser admin, int port, string password, MailSecurity security = MailSecurity.StartTls, string server = "127.0.0.1", string? portText = null, string from = "bloxos@example.org", string? version = null)
    {
        var shown = Regex.Match(await admin.ReadAsync(await admin.GetAsync(Page)), "name=\"Version\" value=\"(\\d+)\"").Groups[1].Value;
        return await admin.SubmitAsync(
            Page, Page, ("Host", server), ("Port", portText ?? $"{port}"), ("Security", security.ToString()), ("User", "bloxos"), ("Password", password), ("From", from),
            ("LinksTo", "https://rigs.example.org"), ("Version", version ?? shown));
    }

    static async Task<string> TestAsync(Browser admin)
    {
        var answer = await admin.SubmitAsync(Page, Page + "?handler=Test");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return await admin.ReadAsync(answer);
    }

    static async Task<MailOptions> StoredAsync(AccountsHost host) => (await host.Grains.GetGrain<IMailSettingsGrain>(IMailSettingsGrain.Key).Get())!;
}
