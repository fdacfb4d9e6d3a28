using System.Net;
using System.Text.Json;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Api;

public sealed class DesiredApiTests
{
    const string Body = """
        {"maintenance":false,"recovery":{"rebootsInSixHours":2},"miners":[{"name":"main","miner":"t-rex","arguments":["--no-color"],"algorithms":[{"algorithm":"kawpow","coin":"RVN",
        "pools":[{"host":"pool.example","port":3333,"user":"wallet","worker":"oak","password":"hunter2"}]}]}]}
        """;

    [Fact]
    public async Task What_a_rig_is_to_do_is_set_whole_and_its_password_is_kept_but_never_shown()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var added = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak");
        var (manage, operate, read) = (await host.WithWalletsAsync(host.OwnerId), await host.WithKeyAsync(host.OwnerId, KeyScope.Operate), await host.WithKeyAsync(host.OwnerId, KeyScope.Read));
        string path = $"/api/v1/rigs/{added.RigId}/desired";
        await (await read.ReadAsync(path)).IsProblemAsync(403);
        await (await operate.CallAsync(HttpMethod.Put, path, Body)).IsProblemAsync(403);
        using var first = await manage.CallAsync(HttpMethod.Put, path, Body, ("If-Match", "\"0\""));
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (first.StatusCode, first.Headers.ETag!.Tag));
        string text = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.True(Pool(JsonDocument.Parse(text).RootElement).GetProperty("hasPassword").GetBoolean());
        await (await manage.CallAsync(HttpMethod.Put, path, Body, ("If-Match", "\"0\""))).IsProblemAsync(412);

        string kept = Body.Replace(",\"password\":\"hunter2\"", "", StringComparison.Ordinal).Replace("--no-color", "--no-nvml", StringComparison.Ordinal);
        using var second = await manage.CallAsync(HttpMethod.Put, path, kept);
        Assert.True(Pool(await second.JsonAsync()).GetProperty("hasPassword").GetBoolean());
        var stored = (await host.Grains.GetGrain<IRigGrain>(added.RigId).GetOrders())!.Wanted;
        string closed = stored.Miners!.Value[0].Algorithms[0].Pools[0].SealedPassword!;
        Assert.Equal("hunter2", host.Accounts.Services.GetRequiredService<PoolPasswords>().Open(closed));

        string overTls = kept.Replace("\"port\":3333,", "\"port\":3333,\"tls\":true,", StringComparison.Ordinal);
        Assert.True(Pool(await (await manage.CallAsync(HttpMethod.Put, path, overTls)).JsonAsync()).GetProperty("hasPassword").GetBoolean());
        Assert.False(Pool(await (await manage.CallAsync(HttpMethod.Put, path, kept)).JsonAsync()).GetProperty("hasPassword").GetBoolean());   // it would go out in clear
        using var anew = await manage.CallAsync(HttpMethod.Put, path, Body);

        using var third = await manage.CallAsync(HttpMethod.Put, path, Body.Replace("hunter2", "", StringComparison.Ordinal));
        Assert.False(Pool(await third.JsonAsync()).GetProperty("hasPassword").GetBoolean());
        foreach (string wrong in (string[])["\"main\"|\"Main\"", "3333|0", "pool.example|stratum://x", "\"rebootsInSixHours\":2|\"rebootsInSixHours\":21", "\"name\"|\"nome\""])
        {
            string[] parts = wrong.Split('|');
            await (await manage.CallAsync(HttpMethod.Put, path, Body.Replace(parts[0], parts[1], StringComparison.Ordinal))).IsProblemAsync(400);
        }
        using var none = await manage.CallAsync(HttpMethod.Put, path, "{}");
        Assert.Equal(JsonValueKind.Null, (await none.JsonAsync()).GetProperty("miners").ValueKind);
        Assert.DoesNotContain("hunter2", host.Accounts.Log.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("check", "41"), Trait("bad-input", "58")]
    public async Task Harmful_arguments_are_refused_and_written_down()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        string rigId = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId, path = $"/api/v1/rigs/{rigId}/desired";
        var key = await host.WithWalletsAsync(host.OwnerId);
        string[] all =
        [
            "; rm -rf x", "$(id)", "`id`", "a\nb", "--no-color && reboot", "--no-color\0--kernel", "--script-start=x.sh", "-c other.json", "--log-path=/etc/x", "--api-bind-http 0.0.0.0:80", "-o evil -u wallet",
            "--no-strict-ssl", "--autoupdate", "\u2014script-start", "@file",
        ];
        foreach (string arguments in all)
        {
            var problem = await (await key.CallAsync(HttpMethod.Put, path, Body.Replace("[\"--no-color\"]", JsonSerializer.Serialize(arguments.Split(' ')), StringComparison.Ordinal))).IsProblemAsync(400);
            Assert.Contains("argument", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(0, (await host.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Wanted.Revision);
        var lines = await host.Accounts.Services.GetRequiredService<IAuditLog>().FindAsync(new() { RigId = rigId, Action = "rig.work.failed" }, TestContext.Current.CancellationToken);
        Assert.Equal(all.Length, lines.Count);
        Assert.All(lines, line => Assert.Contains("argument", Assert.Single(line.Record.Changes).After, StringComparison.Ordinal));

        // What a program outside the catalogue takes, only the rig can know.
        string own = Body.Replace("t-rex", "own-miner", StringComparison.Ordinal).Replace("--no-color", "--script-start=x.sh", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await key.CallAsync(HttpMethod.Put, path, own)).StatusCode);
    }

    [Fact, Trait("check", "26")]
    public async Task Wallets_and_pools_need_a_key_made_for_them_or_a_fresh_password()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        string path = $"/api/v1/rigs/{(await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId}/desired";
        var (manage, wallets, person) = (await host.WithKeyAsync(host.OwnerId, KeyScope.Manage), await host.WithWalletsAsync(host.OwnerId), await host.SignedInAsync());
        await (await manage.CallAsync(HttpMethod.Put, path, Body)).IsProblemAsync(403);
        Assert.Equal(0, (await (await manage.ReadAsync(path)).JsonAsync()).GetProperty("revision").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await wallets.CallAsync(HttpMethod.Put, path, Body)).StatusCode);

        // The rig's own pools may be kept, turned off and on, and taken away; another account, pool or password is another way for the money.
        string kept = Body.Replace(",\"password\":\"hunter2\"", "", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await manage.CallAsync(HttpMethod.Put, path, kept.Replace("\"t-rex\"", "\"t-rex\",\"enabled\":false", StringComparison.Ordinal))).StatusCode);
        foreach (string change in (string[])["\"wallet\"|\"thief\"", "pool.example|pool.evil.example", "3333|3334", "\"oak\"|\"elm\"", "\"worker\":\"oak\"|\"worker\":\"oak\",\"password\":\"x\""])
        {
            string[] parts = change.Split('|');
            await (await manage.CallAsync(HttpMethod.Put, path, kept.Replace(parts[0], parts[1], StringComparison.Ordinal))).IsProblemAsync(403);
        }
        Assert.Equal(HttpStatusCode.OK, (await person.CallAsync(HttpMethod.Put, path, kept.Replace("3333", "3334", StringComparison.Ordinal))).StatusCode);
        host.Accounts.Time.Advance(TimeSpan.FromMinutes(11));
        await (await person.CallAsync(HttpMethod.Put, path, kept.Replace("3333", "3335", StringComparison.Ordinal))).IsProblemAsync(403);
        Assert.Equal(HttpStatusCode.OK, (await manage.CallAsync(HttpMethod.Put, path, """{"miners":[]}""")).StatusCode);
    }

    [Fact, Trait("check", "26")]
    public async Task Only_a_key_that_manages_is_made_for_wallets()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var person = await host.SignedInAsync();
        await (await person.PostAsync("/api/v1/keys", """{"name":"x","scope":"operate","wallets":true}""")).IsProblemAsync(400);
        var made = await (await person.PostAsync("/api/v1/keys", """{"name":"x","scope":"manage","wallets":true}""")).JsonAsync();
        Assert.True(made.GetProperty("key").GetProperty("wallets").GetBoolean());
        Assert.False((await (await person.PostAsync("/api/v1/keys", """{"name":"y","scope":"manage"}""")).JsonAsync()).GetProperty("key").GetProperty("wallets").GetBoolean());
    }

    static JsonElement Pool(JsonElement desired) => desired.GetProperty("miners")[0].GetProperty("algorithms")[0].GetProperty("pools")[0];
}
