using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Keys;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Api;

public sealed partial class KeyPagesTests
{
    [Fact, Trait("check", "10"), Trait("check", "25"), Trait("bad-input", "96")]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.Accounts.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Contains("No keys yet", await browser.ReadAsync(await browser.GetAsync("/account/keys")), StringComparison.Ordinal);

        string form = await browser.ReadAsync(await browser.GetAsync("/account/keys/new"));
        (string, string)[] fields = [("name", "grafana"), ("scope", "Read"), ("days", "30"), ("farmIds", host.FarmId), ("once", Once().Match(form).Groups[1].Value), ("__RequestVerificationToken", Browser.Token(form))];
        var made = await browser.PostAsync("/account/keys/new", fields);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        string secret = Secret().Match(await browser.ReadAsync(made)).Value;
        Assert.Equal(HttpStatusCode.OK, (await host.With(secret).ReadAsync($"/api/v1/farms/{host.FarmId}")).StatusCode);

        var again = await browser.PostAsync("/account/keys/new", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.DoesNotContain(secret, await browser.ReadAsync(again), StringComparison.Ordinal);
        var key = Assert.Single(await host.Grains.GetGrain<IUserKeysGrain>(host.OwnerId).GetKeys());

        string list = await browser.ReadAsync(await browser.GetAsync("/account/keys"));
        Assert.Contains("grafana", list, StringComparison.Ordinal);
        Assert.Contains("Garage North", list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
        await browser.PostAsync("/account/keys?handler=Revoke", ("keyId", key.KeyId), ("__RequestVerificationToken", Browser.Token(list)));
        await (await host.With(secret).ReadAsync("/api/v1/me")).IsProblemAsync(401);
        Assert.Contains("No keys yet", await browser.ReadAsync(await browser.GetAsync("/account/keys")), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "10")]
    public async Task Making_a_key_asks_for_the_password_when_it_was_entered_long_ago()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.Accounts.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        host.Accounts.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("/account/confirm?returnUrl=%2Faccount%2Fkeys%2Fnew", (await browser.GetAsync("/account/keys/new")).Headers.Location?.OriginalString);
    }

    [Fact, Trait("bad-input", "87")]
    public async Task A_wish_that_makes_no_sense_is_told_and_nothing_is_made()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.Accounts.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        foreach (var (name, scope, days, farm) in ((string, string, string, string)[])[("", "Read", "0", ""), ("x", "Owner", "0", ""), ("x", "Read", "-1", ""), ("x", "Read", "0", "b7ndw2qkx5tzm4vhp3slyr6cae"), (new('x', 65), "Read", "0", "")])
        {
            string form = await browser.ReadAsync(await browser.GetAsync("/account/keys/new"));
            (string, string)[] fields = [("name", name), ("scope", scope), ("days", days), ("once", Once().Match(form).Groups[1].Value), ("__RequestVerificationToken", Browser.Token(form))];
            var answer = await browser.PostAsync("/account/keys/new", farm.Length == 0 ? fields : [.. fields, ("farmIds", farm)]);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode} for {name}, {scope}, {days}, {farm}");
        }
        Assert.Empty(await host.Grains.GetGrain<IUserKeysGrain>(host.OwnerId).GetKeys());
    }

    [Fact, Trait("check", "48"), Trait("check", "17")]
    public async Task The_reference_shows_every_operation_to_who_is_signed_in()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.Accounts.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/api")).StatusCode);
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        string page = (await browser.ReadAsync(await browser.GetAsync("/api"))).Replace("<wbr>", "", StringComparison.Ordinal);   // where a path may break
        var document = await (await browser.GetAsync("/openapi/v1.json")).JsonAsync();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            Assert.Contains(path.Name, page, StringComparison.Ordinal);
            Assert.All(path.Value.EnumerateObject().Where(static o => o.Value.ValueKind == System.Text.Json.JsonValueKind.Object && o.Value.TryGetProperty("operationId", out _)),
                o => Assert.Contains($"id=\"{o.Value.GetProperty("operationId").GetString()}\"", page, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("""name="once" value="([a-z2-7]{26})""")]
    private static partial Regex Once();

    [GeneratedRegex("bxk_[a-z2-7]{26}_[a-z2-7]{26}_[0-9a-f]{6}")]
    private static partial Regex Secret();
}
