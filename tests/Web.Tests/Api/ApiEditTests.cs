using System.Net;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiEditTests(SharedApi shared) : IClassFixture<SharedApi>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_farm_is_created_changed_and_deleted()
    {
        await using var host = await ApiHost.StartAsync();
        using var owner = await host.SignedInAsync();
        var created = await owner.PostAsync("/api/v1/farms", """{"name":"Attic","pricePerKilowattHour":0.31,"currency":"EUR","timeZone":"Europe/Berlin","tags":["home"]}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        string path = created.Headers.Location!.OriginalString;
        var farm = await created.JsonAsync();
        Assert.Equal((0.31m, "EUR", "Europe/Berlin"), (farm.GetProperty("pricePerKilowattHour").GetDecimal(), farm.GetProperty("currency").GetString(), farm.GetProperty("timeZone").GetString()));

        var changed = await (await owner.CallAsync(HttpMethod.Patch, path, """{"name":"Loft","removePrice":true}""")).JsonAsync();
        Assert.Equal("Loft", changed.GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed.GetProperty("pricePerKilowattHour").ValueKind);
        await (await owner.CallAsync(HttpMethod.Patch, path, """{"pricePerKilowattHour":-1,"currency":"EUR"}""")).IsProblemAsync(400);
        await (await owner.CallAsync(HttpMethod.Patch, path, """{"timeZone":"Mars/Olympus"}""")).IsProblemAsync(400);

        const string bands = """{"heat":[{"model":"3080","core":{"watch":60,"hot":70,"critical":80},"hotspot":{"watch":80,"hot":90,"critical":100},"memory":{"watch":90,"hot":100,"critical":106},"stoppedFanCore":60,"accepted":{"good":98.5,"attention":96,"critical":94}}]}""";
        var banded = (await (await owner.CallAsync(HttpMethod.Patch, path, bands)).JsonAsync()).GetProperty("heat")[0];
        Assert.Equal(("3080", 106, 98.5m), (banded.GetProperty("model").GetString(), banded.GetProperty("memory").GetProperty("critical").GetInt32(), banded.GetProperty("accepted").GetProperty("good").GetDecimal()));
        Assert.Equal(1, (await (await owner.CallAsync(HttpMethod.Patch, path, """{"tags":["home"]}""")).JsonAsync()).GetProperty("heat").GetArrayLength());   // what is left out stays
        foreach (string bad in new[] { bands.Replace("96", "99", StringComparison.Ordinal), bands.Replace("\"hot\":70", "\"hot\":90", StringComparison.Ordinal), bands.Replace("94", "94.25", StringComparison.Ordinal), """{"heat":[null]}""" })
        {
            await (await owner.CallAsync(HttpMethod.Patch, path, bad)).IsProblemAsync(400);
        }
        var open = (await (await owner.CallAsync(HttpMethod.Patch, path, """{"heat":[{"model":"3080","memory":{"watch":90,"hot":100,"critical":106}}]}""")).JsonAsync()).GetProperty("heat")[0];
        Assert.Equal((System.Text.Json.JsonValueKind.Null, 90), (open.GetProperty("core").ValueKind, open.GetProperty("memory").GetProperty("watch").GetInt32()));   // as for every card
        Assert.Equal(0, (await (await owner.CallAsync(HttpMethod.Patch, path, """{"heat":[]}""")).JsonAsync()).GetProperty("heat").GetArrayLength());

        await (await owner.CallAsync(HttpMethod.Delete, path + "?name=Attic")).IsProblemAsync(409);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.CallAsync(HttpMethod.Delete, path + "?name=Loft")).StatusCode);
        await (await owner.ReadAsync(path)).IsProblemAsync(404);
    }

    [Fact, Trait("bad-input", "78")]
    public async Task A_change_of_what_was_changed_meanwhile_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        string rig = "/api/v1/rigs/" + (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId;
        foreach (string path in (string[])[rig, $"/api/v1/farms/{host.FarmId}"])
        {
            string tag = (await client.ReadAsync(path)).Headers.ETag!.ToString();
            var first = await client.CallAsync(HttpMethod.Patch, path, """{"name":"one"}""", ("If-Match", tag));
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.NotEqual(tag, first.Headers.ETag!.ToString());
            await (await client.CallAsync(HttpMethod.Patch, path, """{"name":"two"}""", ("If-Match", tag))).IsProblemAsync(412);
            await (await client.CallAsync(HttpMethod.Patch, path, """{"name":"two"}""", ("If-Match", "W/" + first.Headers.ETag))).IsProblemAsync(412);
            await (await client.CallAsync(HttpMethod.Patch, path, """{"name":"two"}""", ("If-Match", "1"))).IsProblemAsync(400);
            Assert.Equal(first.Headers.ETag, (await client.ReadAsync(path)).Headers.ETag);
            Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(HttpMethod.Patch, path, """{"name":"three"}""", ("If-Match", "*"))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.CallAsync(HttpMethod.Patch, path, """{"name":"four"}""")).StatusCode);
        }
        await (await client.CallAsync(HttpMethod.Delete, rig, null, ("If-Match", "\"77\""))).IsProblemAsync(412);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync(rig)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.CallAsync(HttpMethod.Delete, rig)).StatusCode);
        await (await client.ReadAsync(rig)).IsProblemAsync(404);
    }

    [Fact, Trait("check", "36")]
    public async Task A_rig_moves_to_a_farm_that_the_caller_manages_and_to_no_other()
    {
        await using var host = await ApiHost.StartAsync();
        var (person, from) = await host.AddPersonAsync("jon");
        var (_, strange) = await host.AddPersonAsync("priya");
        string rig = "/api/v1/rigs/" + (await host.Grains.GetGrain<IFarmGrain>(from).AddRig("oak")).RigId;
        using var client = await host.WithKeyAsync(person, KeyScope.Manage);
        string to = (await (await client.PostAsync("/api/v1/farms", """{"name":"Second"}""")).JsonAsync()).GetProperty("id").GetString()!;

        await (await client.PostAsync(rig + "/move", $$"""{"farmId":"{{strange}}"}""")).IsProblemAsync(404);
        await (await client.PostAsync(rig + "/move", """{"farmId":"b7ndw2qkx5tzm4vhp3slyr6cae"}""")).IsProblemAsync(404);
        var moved = await (await client.PostAsync(rig + "/move", $$"""{"farmId":"{{to}}"}""")).JsonAsync();
        Assert.Equal(to, moved.GetProperty("rig").GetProperty("farmId").GetString());
    }

    [Fact]
    public async Task A_new_token_of_a_rig_is_shown_once()
    {
        await using var host = await ApiHost.StartAsync();
        string rig = "/api/v1/rigs/" + (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId;
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        var later = await (await client.PostAsync(rig + "/token", "{}")).JsonAsync();
        Assert.StartsWith("bxr_", later.GetProperty("token").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.String, later.GetProperty("oldTokenUntil").ValueKind);
        var now = await (await client.PostAsync(rig + "/token", """{"oldToken":"now"}""")).JsonAsync();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, now.GetProperty("oldTokenUntil").ValueKind);
        Assert.DoesNotContain("bxr_", await (await client.ReadAsync(rig)).Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var operate = await host.WithKeyAsync(host.OwnerId, KeyScope.Operate);
        await (await operate.PostAsync(rig + "/token", "{}")).IsProblemAsync(403);
    }

    [Fact]
    public async Task The_last_owner_stays_and_only_owners_change_levels()
    {
        await using var host = await ApiHost.StartAsync();
        var (person, farm) = await host.AddPersonAsync("jon");
        string path = $"/api/v1/farms/{farm}/members/{person}";
        using var admin = await host.SignedInAsync();
        var members = (await (await admin.ReadAsync($"/api/v1/farms/{farm}/members")).JsonAsync()).GetProperty("items");
        Assert.Equal(("jon", "owner"), (members[0].GetProperty("name").GetString(), members[0].GetProperty("level").GetString()));
        await (await admin.CallAsync(HttpMethod.Patch, path, """{"level":"viewer"}""")).IsProblemAsync(409);
        await (await admin.CallAsync(HttpMethod.Delete, path)).IsProblemAsync(409);
        await (await admin.CallAsync(HttpMethod.Patch, path, """{"level":"none"}""")).IsProblemAsync(400);
        await (await admin.CallAsync(HttpMethod.Patch, $"/api/v1/farms/{farm}/members/{host.OwnerId}", """{"level":"viewer"}""")).IsProblemAsync(404);
        using var key = await host.WithKeyAsync(person, KeyScope.Manage);
        await (await key.CallAsync(HttpMethod.Patch, path, """{"level":"owner"}""")).IsProblemAsync(403);
        await (await key.CallAsync(HttpMethod.Delete, path)).IsProblemAsync(403);
    }

    [Fact, Trait("check", "44")]
    public async Task What_a_program_changes_stands_in_the_audit_log_and_each_reads_his_own()
    {
        await using var host = await ApiHost.StartAsync();
        var (person, farm) = await host.AddPersonAsync("jon");
        using var key = await host.WithKeyAsync(person, KeyScope.Manage);
        using var admin = await host.SignedInAsync();
        await key.PostAsync($"/api/v1/farms/{farm}/rigs", """{"name":"oak"}""");
        await admin.PostAsync($"/api/v1/farms/{host.FarmId}/rigs", """{"name":"elm"}""");

        var own = (await (await key.ReadAsync("/api/v1/audit")).JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        var line = Assert.Single(own, l => l.GetProperty("action").GetString() == "rig.add");
        Assert.Equal(("apiKey", person, "oak"), (line.GetProperty("actor").GetProperty("kind").GetString(), line.GetProperty("actor").GetProperty("id").GetString(), line.GetProperty("target").GetString()));
        var all = (await (await admin.ReadAsync("/api/v1/audit?action=rig.")).JsonAsync()).GetProperty("items");
        Assert.Equal(["elm", "oak"], all.EnumerateArray().Select(l => l.GetProperty("target").GetString()));
        var page = await (await admin.ReadAsync("/api/v1/audit?limit=1")).JsonAsync();
        var next = await (await admin.ReadAsync($"/api/v1/audit?limit=1&cursor={page.GetProperty("nextCursor").GetString()}")).JsonAsync();
        Assert.Equal(page.GetProperty("items")[0].GetProperty("sequence").GetInt64() - 1, next.GetProperty("items")[0].GetProperty("sequence").GetInt64());

        using var read = await host.WithKeyAsync(person, KeyScope.Read);
        await (await read.ReadAsync("/api/v1/audit")).IsProblemAsync(403);
        Assert.Empty((await (await key.ReadAsync($"/api/v1/audit?farm={host.FarmId}")).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Theory, Trait("bad-input", "75")]
    [InlineData("from=2026-11-22T10:00:00Z&until=2026-11-22T09:00:00Z")]
    [InlineData("from=2026-11-22T10:00:00")]
    [InlineData("from=2026-11-22")]
    [InlineData("from=NaN")]
    [InlineData("from=2026-02-30T00:00:00Z")]
    [InlineData("until=99999999999999")]
    [InlineData("farm=x")]
    [InlineData("user='")]
    [InlineData("action=%25")]
    [InlineData("cursor=-1")]
    [InlineData("limit=0")]
    public async Task A_question_to_the_audit_log_that_makes_no_sense_is_refused(string query)
    {
        var host = shared.Host;
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        await (await client.ReadAsync("/api/v1/audit?" + query)).IsProblemAsync(400);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/audit?from=2026-11-22T10:00:00%2B02:00")).StatusCode);
    }

    [Fact, Trait("bad-input", "77")]
    public async Task The_same_request_under_a_key_is_done_once_also_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        string path = $"/api/v1/farms/{host.FarmId}/rigs";
        var twins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.CallAsync(HttpMethod.Post, path, """{"name":"oak"}""", ("Idempotency-Key", "one"))));
        Assert.All(twins, t => Assert.Equal(HttpStatusCode.Created, t.StatusCode));
        var bodies = await Task.WhenAll(twins.Select(t => t.Content.ReadAsStringAsync(Cancellation)));
        Assert.Single(bodies.Distinct());
        Assert.Equal(7, twins.Count(t => t.Headers.Contains("Idempotency-Replayed")));
        Assert.Single((await (await client.ReadAsync("/api/v1/rigs")).JsonAsync()).GetProperty("items").EnumerateArray());

        await (await client.CallAsync(HttpMethod.Post, path, """{"name":"elm"}""", ("Idempotency-Key", "one"))).IsProblemAsync(409);
        await (await client.CallAsync(HttpMethod.Post, path, """{"name":"elm"}""", ("Idempotency-Key", new string('x', 256)))).IsProblemAsync(400);
        await (await client.CallAsync(HttpMethod.Post, path, """{"name":"elm"}""", ("Idempotency-Key", ""))).IsProblemAsync(400);
        Assert.Equal(HttpStatusCode.Created, (await client.CallAsync(HttpMethod.Post, path, """{"name":"elm"}""", ("Idempotency-Key", new string('x', 255)))).StatusCode);

        var (person, farm) = await host.AddPersonAsync("jon");
        using var other = await host.WithKeyAsync(person, KeyScope.Manage);
        Assert.Equal(HttpStatusCode.Created, (await other.CallAsync(HttpMethod.Post, $"/api/v1/farms/{farm}/rigs", """{"name":"oak"}""", ("Idempotency-Key", "one"))).StatusCode);
        await (await client.CallAsync(HttpMethod.Post, path, """{"name":7}""", ("Idempotency-Key", "bad"))).IsProblemAsync(400);
        Assert.Equal(HttpStatusCode.Created, (await client.CallAsync(HttpMethod.Post, path, """{"name":"ash"}""", ("Idempotency-Key", "bad"))).StatusCode);
    }

    [Fact, Trait("check", "34")]
    public async Task Accounts_and_what_is_secret_in_them_are_nowhere_in_the_answers()
    {
        await using var host = await ApiHost.StartAsync();
        using var owner = await host.SignedInAsync();
        var account = (await host.Grains.GetGrain<IUserGrain>(host.OwnerId).Find())!;
        foreach (string path in (string[])["/api/v1/me", "/api/v1/keys", "/api/v1/audit", $"/api/v1/farms/{host.FarmId}/members"])
        {
            string body = await (await owner.ReadAsync(path)).Content.ReadAsStringAsync(Cancellation);
            Assert.DoesNotContain(account.PasswordHash!, body, StringComparison.Ordinal);
            Assert.DoesNotContain(account.SecurityStamp, body, StringComparison.Ordinal);
        }
        Assert.NotEmpty(await host.Accounts.Services.GetRequiredService<IAuditLog>().FindAsync(new(), Cancellation));
    }
}
