using System.Net;
using System.Text.Json;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Audit;

public sealed class AuditPageTests
{
    const string Jon = "jon@example.org";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_all_others_their_farms_and_themselves()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        string jon = await host.AddPersonAsync(Jon);
        string jonsFarm = OpaqueId.New();
        await host.Grains.GetGrain<IFarmGrain>(jonsFarm).Create("Jons Farm", jon);
        await host.Grains.GetGrain<IUserGrain>(jon).AddFarm(jonsFarm);
        string mara = (await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser())!;
        await WriteAsync(host, "farm.settings", line => line with { Actor = Person(mara), FarmId = host.FarmId, Target = "maras deed" });
        await WriteAsync(host, "rig.online", line => line with { Actor = new(AuditActorKind.Rig, OpaqueId.New(), "oak"), FarmId = jonsFarm, Target = "jons rig" });
        await WriteAsync(host, "user.disable", line => line with { Actor = Person(mara), UserId = jon, Target = "about jon", Address = "203.0.113.77" });
        await WriteAsync(host, "user.password", line => line with { Actor = Person(jon), Target = "jons own", Address = "203.0.113.88" });

        using var admin = host.Browse();
        await admin.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        string all = await admin.ReadAsync(await admin.GetAsync("/audit"));
        foreach (string seen in (string[])["maras deed", "jons rig", "Jons Farm", "about jon", "jons own", "203.0.113.77"]) { Assert.Contains(seen, all, StringComparison.Ordinal); }

        using var member = host.Browse();
        await member.SignInAsync(Jon, AccountsHost.Password);
        string own = await member.ReadAsync(await member.GetAsync("/audit"));
        foreach (string seen in (string[])["jons rig", "about jon", "jons own", "203.0.113.88"]) { Assert.Contains(seen, own, StringComparison.Ordinal); }
        foreach (string hidden in (string[])["maras deed", "203.0.113.77"]) { Assert.DoesNotContain(hidden, own, StringComparison.Ordinal); }
        // Neither does asking for another farm, person or the exports open anything.
        foreach (string url in (string[])[$"/audit?farm={host.FarmId}", $"/audit?who={mara}", "/audit?handler=Csv", "/audit?handler=Json", "/audit?handler=List"])
        {
            Assert.DoesNotContain("maras deed", await member.ReadAsync(await member.GetAsync(url)), StringComparison.Ordinal);
        }

        using var nobody = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/audit?handler=Csv")).StatusCode);
    }

    [Fact]
    public async Task Moments_in_the_details_are_told_in_the_viewer_s_zone_and_what_somebody_typed_is_not_taken_for_one()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        await WriteAsync(host, "rig.offline", line => line with { FarmId = host.FarmId, Changes = [new("last seen", null, "2026-11-22 18:42:07Z"), new("ends", null, "2026-12-24T10:00:00.0000000+00:00"), new("at", null, "soon")] });
        await WriteAsync(host, "server.clock-confirmed", line => line with { Changes = [new("last run", "21 Nov 2026, 18:42 UTC", "22 Nov 2026, 18:42 UTC")] });
        await WriteAsync(host, "farm.settings", line => line with { FarmId = host.FarmId, Changes = [new("name", null, "2026-11-22 18:42:08Z")] });
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        string page = await browser.ReadAsync(await browser.GetAsync("/audit"));
        foreach (string told in (string[])
        [
            "last seen: <time datetime=\"2026-11-22T18:42:07.000Z\" data-moment=\"second\">22 Nov 2026, 18:42:07 UTC</time>",
            "ends: <time datetime=\"2026-12-24T10:00:00.000Z\" data-moment=\"second\">",
            "last run: <time datetime=\"2026-11-21T18:42:00.000Z\" data-moment=\"second\">21 Nov 2026, 18:42:00 UTC</time> → <time datetime=\"2026-11-22T18:42:00.000Z\"",
            "at: soon", "name: 2026-11-22 18:42:08Z",
        ]) { Assert.Contains(told, page, StringComparison.Ordinal); }
    }

    [Fact]
    public async Task Filters_narrow_and_pages_go_on_by_key()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        for (int i = 0; i < 120; i++) { await WriteAsync(host, "rig.online", line => line with { FarmId = host.FarmId, Target = $"rig <{i}>" }); }
        await WriteAsync(host, "farm.settings", line => line with { Target = "the farm", Changes = [new("name", "a<b", "=c")] });
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);

        string first = await browser.ReadAsync(await browser.GetAsync("/audit?what=rig."));
        Assert.Contains("rig &lt;119&gt;", first, StringComparison.Ordinal);
        Assert.DoesNotContain("the farm", first, StringComparison.Ordinal);
        Assert.DoesNotContain("rig &lt;69&gt;", first, StringComparison.Ordinal);
        string older = System.Text.RegularExpressions.Regex.Match(first, "href=\"([^\"]+)\" rel=\"next\"").Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        string second = await browser.ReadAsync(await browser.GetAsync(older));
        Assert.Contains("rig &lt;69&gt;", second, StringComparison.Ordinal);
        Assert.DoesNotContain("rig &lt;70&gt;", second, StringComparison.Ordinal);

        string changed = await browser.ReadAsync(await browser.GetAsync("/audit?what=farm.settings"));
        Assert.Contains("name: a&lt;b → =c", changed, StringComparison.Ordinal);
        Assert.Contains("Nothing fits these filters", await browser.ReadAsync(await browser.GetAsync("/audit?from=2100-01-01T00:00")), StringComparison.Ordinal);
        Assert.Contains("Nothing fits these filters", await browser.ReadAsync(await browser.GetAsync("/audit?who=nobody@example.org")), StringComparison.Ordinal);
        string wrong = await browser.ReadAsync(await browser.GetAsync("/audit?from=yesterday&farm=..%2f&who=%00&before=x&what=A"));
        foreach (string problem in (string[])["From takes a time", "There is no such farm", "Who takes an e-mail address", "There is no such action"]) { Assert.Contains(problem, wrong, StringComparison.Ordinal); }

        var fragment = await browser.GetAsync("/audit?what=farm.settings&handler=List");
        Assert.DoesNotContain("<html", await browser.ReadAsync(fragment), StringComparison.Ordinal);
        Assert.Equal("/audit?what=farm.settings", fragment.Headers.GetValues("HX-Replace-Url").Single());
    }

    [Fact]
    public async Task Exports_hold_what_the_filters_find_and_leave_a_line()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        await WriteAsync(host, "farm.settings", line => line with { FarmId = host.FarmId, Target = "=HYPERLINK(\"x\")", Changes = [new("name", "a", "b")] });
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);

        var csv = await browser.GetAsync("/audit?what=farm.settings&handler=Csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("attachment", csv.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        string text = await browser.ReadAsync(csv);
        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")\"", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Trim().Split("\r\n").Length);

        using var json = JsonDocument.Parse(await browser.ReadAsync(await browser.GetAsync("/audit?what=farm.settings&handler=Json")));
        var line = Assert.Single(json.RootElement.GetProperty("lines").EnumerateArray());
        Assert.Equal(("farm.settings", "b"), (line.GetProperty("action").GetString(), line.GetProperty("changes")[0].GetProperty("after").GetString()));
        Assert.False(json.RootElement.GetProperty("more").GetBoolean());

        Assert.Equal(2, (await host.Services.GetRequiredService<IAuditLog>().FindAsync(new() { Action = "audit.export" }, Cancellation)).Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/audit?from=x&handler=Csv")).StatusCode);
    }

    static AuditActor Person(string id) => new(AuditActorKind.Session, id, "name of " + id[..4]);

    static Task<long> WriteAsync(AccountsHost host, string action, Func<AuditRecord, AuditRecord> with) => host.Services.GetRequiredService<IAuditLog>().AppendAsync(with(new()
    {
        At = host.Time.GetUtcNow(),
        Actor = new(AuditActorKind.System, "", "BloxOs"),
        Action = action,
    }));
}
