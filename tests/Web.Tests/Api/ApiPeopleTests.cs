using System.Net;
using BloxOs.Grains.Users;
using BloxOs.Web.Secrets;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Api;

/// <summary>What administrators do by program: people, invitations, mail.</summary>
public sealed class ApiPeopleTests
{
    const string NewPassword = "seven paper boats upstream";

    [Fact]
    public async Task A_person_is_let_back_in_signed_out_and_deleted()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.SignedInAsync();
        string jon = await host.Accounts.AddPersonAsync("jon@example.org");
        using var his = host.Accounts.Browse();
        await his.SignInAsync("jon@example.org", AccountsHost.Password);

        var link = await (await admin.CallAsync(HttpMethod.Post, $"/api/v1/users/{jon}/password-link")).JsonAsync();
        string path = link.GetProperty("path").GetString()!;
        using var other = host.Accounts.Browse();
        Assert.Equal("/sign-in?done=reset", (await other.SubmitAsync(path, path, ("Password", NewPassword))).Headers.Location?.OriginalString);
        await his.SignInAsync("jon@example.org", NewPassword);
        Assert.Equal(HttpStatusCode.OK, (await his.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/users/{jon}/sessions")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await his.GetAsync("/who")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/users/{jon}")).StatusCode);
        Assert.Null(await host.Grains.GetGrain<IUserGrain>(jon).Find());
        await (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/users/{jon}")).IsProblemAsync(404);
        await (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/users/{host.OwnerId}")).IsProblemAsync(409);
        var (priya, _) = await host.AddPersonAsync("priya");
        var kept = await (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/users/{priya}")).IsProblemAsync(409);
        Assert.Contains("only owner of Farm of priya", kept.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await (await admin.CallAsync(HttpMethod.Patch, $"/api/v1/users/{priya}", """{"role":"monitor"}""")).IsProblemAsync(409);
        using var key = await host.WithKeyAsync(host.OwnerId, Grains.Keys.KeyScope.Manage);
        await (await key.CallAsync(HttpMethod.Delete, $"/api/v1/users/{priya}")).IsProblemAsync(404);
        Assert.NotNull(await host.Grains.GetGrain<IUserGrain>(priya).Find());
    }

    [Fact]
    public async Task An_invitation_to_an_account_is_made_listed_used_and_revoked()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.SignedInAsync();
        var made = await (await admin.PostAsync("/api/v1/account-invites", """{"role":"monitor","email":"Jon@example.org"}""")).JsonAsync();
        Assert.False(made.GetProperty("mailed").GetBoolean());
        string path = made.GetProperty("path").GetString()!;
        var listed = (await (await admin.ReadAsync("/api/v1/account-invites")).JsonAsync()).GetProperty("items");
        Assert.Equal("jon@example.org", listed[0].GetProperty("email").GetString());
        using var jon = host.Accounts.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await jon.SubmitAsync(path, path, ("DisplayName", "Jon"), ("Email", "jon@example.org"), ("Password", NewPassword))).StatusCode);
        Assert.Equal(0, (await (await admin.ReadAsync("/api/v1/account-invites")).JsonAsync()).GetProperty("items").GetArrayLength());

        var second = await (await admin.PostAsync("/api/v1/account-invites", """{"role":"user"}""")).JsonAsync();
        string id = second.GetProperty("invite").GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/account-invites/{id}")).StatusCode);
        await (await admin.CallAsync(HttpMethod.Delete, $"/api/v1/account-invites/{id}")).IsProblemAsync(404);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Accounts.Browse().GetAsync(second.GetProperty("path").GetString()!)).StatusCode);
        await (await admin.PostAsync("/api/v1/account-invites", """{"role":"user","email":"no address"}""")).IsProblemAsync(400);
    }

    [Fact, Trait("check", "34"), Trait("bad-input", "78")]
    public async Task The_mail_server_comes_back_masked_and_a_stale_change_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var admin = await host.SignedInAsync();
        const string set = """{"host":"127.0.0.1","port":1,"from":"bloxos@example.org","security":"tls","user":"bloxos","password":"moth under nine lamps","linksTo":"https://rigs.example.org"}""";
        var answer = await admin.CallAsync(HttpMethod.Put, "/api/v1/mail", set);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("moth", text, StringComparison.Ordinal);
        Assert.Equal(MaskedSecret.Mask, (await (await admin.ReadAsync("/api/v1/mail")).JsonAsync()).GetProperty("password").GetString());
        string tag = (await admin.ReadAsync("/api/v1/mail")).Headers.ETag!.ToString();

        string kept = set.Replace("moth under nine lamps", MaskedSecret.Mask, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.CallAsync(HttpMethod.Put, "/api/v1/mail", kept, ("If-Match", tag))).StatusCode);
        await (await admin.CallAsync(HttpMethod.Put, "/api/v1/mail", kept, ("If-Match", tag))).IsProblemAsync(412);
        await (await admin.CallAsync(HttpMethod.Put, "/api/v1/mail", kept.Replace("\"port\":1", "\"port\":2", StringComparison.Ordinal))).IsProblemAsync(400);
        await (await admin.CallAsync(HttpMethod.Put, "/api/v1/mail", set.Replace("127.0.0.1", "192.168.0.1", StringComparison.Ordinal))).IsProblemAsync(400);
        var test = await (await admin.CallAsync(HttpMethod.Post, "/api/v1/mail/test")).JsonAsync();
        Assert.False(test.GetProperty("sent").GetBoolean());
        Assert.Contains("Nobody answers at 127.0.0.1:1", test.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, "/api/v1/mail")).StatusCode);
        await (await admin.CallAsync(HttpMethod.Delete, "/api/v1/mail")).IsProblemAsync(404);
    }
}
