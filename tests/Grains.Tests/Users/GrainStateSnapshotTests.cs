using BloxOs.Grains.Links;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Setup;
using BloxOs.Grains.Users;
using BloxOs.Silo.Storage;

namespace BloxOs.Grains.Tests.Users;

/// <summary>States as they were stored once: today's code must read them. Never change a text here; add one.</summary>
public sealed class GrainStateSnapshotTests
{
    [Fact]
    public void A_user_of_version_0_1_is_read()
    {
        var state = Read<UserState>("""
            {"email":"Mara@example.org","normalizedEmail":"mara@example.org","displayName":"Mara Lindqvist","passwordHash":"AQAAAAIAA1tg",
             "securityStamp":"5E0F","accessFailedCount":2,"lockoutEnd":"2026-12-01T00:00:00+00:00","createdAt":"2026-11-22T19:40:00+00:00",
             "version":7,"farmIds":["abcdefghijklmnopqrstuvwxyz"],"laterMember":{"a":1}}
            """);
        Assert.Equal("Mara@example.org", state.Email);
        Assert.Equal("mara@example.org", state.NormalizedEmail);
        Assert.Equal("Mara Lindqvist", state.DisplayName);
        Assert.Equal("AQAAAAIAA1tg", state.PasswordHash);
        Assert.Equal("5E0F", state.SecurityStamp);
        Assert.Equal(2, state.AccessFailedCount);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), state.LockoutEnd);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 19, 40, 0, TimeSpan.Zero), state.CreatedAt);
        Assert.Equal(7, state.Version);
        Assert.Equal(["abcdefghijklmnopqrstuvwxyz"], state.FarmIds);
        Assert.Equal(UserRole.User, state.Role);
        AssertSame(state);
    }

    [Fact]
    public void A_user_with_a_role_is_read()
    {
        var state = Read<UserState>("""{"email":"Mara@example.org","normalizedEmail":"mara@example.org","displayName":"Mara","role":"Admin","version":1}""");
        Assert.Equal(UserRole.Admin, state.Role);
        AssertSame(state);
    }

    [Fact]
    public void A_user_with_a_second_factor_is_read()
    {
        var state = Read<UserState>("""
            {"email":"Mara@example.org","normalizedEmail":"mara@example.org","version":1,"authenticatorKey":"CfDJ8","twoFactorEnabled":true,
             "recoveryCodes":["AQID"],"lastCodeStep":59000001}
            """);
        Assert.Equal(("CfDJ8", true, 59_000_001L), (state.AuthenticatorKey, state.TwoFactorEnabled, state.LastCodeStep));
        Assert.Equal(["AQID"], state.RecoveryCodes);
        AssertSame(state);
    }

    [Fact]
    public void People_and_links_are_read()
    {
        var users = Read<UsersState>("""{"adminIds":["abcdefghijklmnopqrstuvwxyz"]}""");
        Assert.Equal(["abcdefghijklmnopqrstuvwxyz"], users.AdminIds);
        AssertSame(users);

        var link = Read<AccountLinkState>("""
            {"link":{"kind":"Reset","userId":"abcdefghijklmnopqrstuvwxyz","stamp":"5E0F","role":"User","expiresAt":"2026-11-22T20:40:00+00:00"},"hash":"AQID"}
            """);
        var expires = new DateTimeOffset(2026, 11, 22, 20, 40, 0, TimeSpan.Zero);
        Assert.Equal(new AccountLink { Kind = AccountLinkKind.Reset, UserId = "abcdefghijklmnopqrstuvwxyz", Stamp = "5E0F", ExpiresAt = expires }, link.Link);
        Assert.Equal([1, 2, 3], link.Hash);
        AssertSame(link);
    }

    [Fact]
    public void Mail_and_invitations_to_accounts_are_read()
    {
        var mail = Read<MailSettingsState>("""
            {"options":{"host":"mail.example.org","port":465,"security":"Tls","user":"bloxos","password":"CfDJ8","from":"bloxos@example.org","linksTo":"https://rigs.example.org/","version":3},"version":3}
            """);
        Assert.Equal(("mail.example.org", 465, MailSecurity.Tls, "bloxos", "CfDJ8", "bloxos@example.org", "https://rigs.example.org/", 3L),
            (mail.Options!.Host, mail.Options.Port, mail.Options.Security, mail.Options.User, mail.Options.Password, mail.Options.From, mail.Options.LinksTo, mail.Options.Version));
        AssertSame(mail);

        var invites = Read<AccountInvitesState>("""
            {"invites":[{"linkId":"abcdefghijklmnopqrstuvwxyz","role":"Monitor","email":"jon@example.org","byUserId":"bbcdefghijklmnopqrstuvwxyz",
             "createdAt":"2026-11-22T20:40:00+00:00","expiresAt":"2026-11-29T20:40:00+00:00"}]}
            """);
        var at = new DateTimeOffset(2026, 11, 22, 20, 40, 0, TimeSpan.Zero);
        Assert.Equal([new AccountInvite("abcdefghijklmnopqrstuvwxyz", UserRole.Monitor, "jon@example.org", "bbcdefghijklmnopqrstuvwxyz", at, at.AddDays(7))], invites.Invites);
        AssertSame(invites);

        var link = Read<AccountLinkState>("""{"link":{"kind":"Email","userId":"abcdefghijklmnopqrstuvwxyz","email":"new@example.org","stamp":"5E0F","expiresAt":"2026-11-22T20:40:00+00:00"},"hash":"AQID"}""");
        Assert.Equal((AccountLinkKind.Email, "new@example.org"), (link.Link.Kind, link.Link.Email));
        AssertSame(link);
    }

    [Fact]
    public void A_user_with_sessions_is_read()
    {
        var state = Read<UserState>("""
            {"email":"Mara@example.org","normalizedEmail":"mara@example.org","version":1,"sessions":[{"id":"cbcdefghijklmnopqrstuvwxyz",
             "startedAt":"2026-11-22T19:40:00+00:00","seenAt":"2026-11-22T20:05:00+00:00","address":"192.0.2.7","browser":"Firefox on Linux"}]}
            """);
        var at = new DateTimeOffset(2026, 11, 22, 19, 40, 0, TimeSpan.Zero);
        Assert.Equal([new UserSession { Id = "cbcdefghijklmnopqrstuvwxyz", StartedAt = at, SeenAt = at.AddMinutes(25), Address = "192.0.2.7", Browser = "Firefox on Linux" }], state.Sessions);
        AssertSame(state);
    }

    [Fact]
    public void An_email_address_of_version_0_1_is_read()
    {
        var state = Read<EmailState>("""{"userId":"abcdefghijklmnopqrstuvwxyz","claimedAt":"2026-11-22T19:40:00+00:00","confirmed":true}""");
        Assert.Equal("abcdefghijklmnopqrstuvwxyz", state.UserId);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 19, 40, 0, TimeSpan.Zero), state.ClaimedAt);
        Assert.True(state.Confirmed);
        AssertSame(state);
    }

    [Fact]
    public void A_setup_of_version_0_1_is_read()
    {
        var state = Read<SetupState>("""
            {"codeHash":"AQID","codeExpiresAt":"2026-11-22T20:40:00+00:00","wrongTries":3,"ownerUserId":"abcdefghijklmnopqrstuvwxyz",
             "ownerFarmId":"bbcdefghijklmnopqrstuvwxyz","closedAt":"2026-11-22T19:50:00+00:00"}
            """);
        Assert.Equal([1, 2, 3], state.CodeHash);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 20, 40, 0, TimeSpan.Zero), state.CodeExpiresAt);
        Assert.Equal(3, state.WrongTries);
        Assert.Equal("abcdefghijklmnopqrstuvwxyz", state.OwnerUserId);
        Assert.Equal("bbcdefghijklmnopqrstuvwxyz", state.OwnerFarmId);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 19, 50, 0, TimeSpan.Zero), state.ClosedAt);
        AssertSame(state);
    }

    static T Read<T>(string json) => new GrainStateJson().Deserialize<T>(BinaryData.FromString(json));

    /// <summary>What is written now is read as the same.</summary>
    static void AssertSame<T>(T state)
    {
        var json = new GrainStateJson();
        var written = json.Serialize(state);
        Assert.Equal(written.ToString(), json.Serialize(json.Deserialize<T>(written)).ToString());
    }
}
