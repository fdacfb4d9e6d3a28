using System.Net;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Tests.Api;

public sealed class BulkCommandApiTests
{
    const string Restart = "\"kind\":\"restartMiner\"";

    [Fact]
    public async Task Each_of_many_rigs_gets_the_command_or_says_why_not()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        string[] rigs = await AddAsync(host, host.FarmId, 40);
        var manage = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        var full = host.Grains.GetGrain<IRigGrain>(rigs[7]);
        for (int i = 0; i < 64; i++) { await full.Order(host.FarmId, new(OpaqueId.New(), BloxOs.Grains.Commands.CommandKind.RestartMiner, null, null, "Mara", TimeSpan.FromHours(1))); }

        using var given = await manage.CallAsync(HttpMethod.Post, $"/api/v1/farms/{host.FarmId}/commands", $$"""{"rigs":{{Ids(rigs)}},{{Restart}},"instance":"main","expiresInSeconds":3600}""", ("Idempotency-Key", "all"));
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        var answer = await given.JsonAsync();
        Assert.Equal((39, 1), (answer.GetProperty("given").GetInt32(), answer.GetProperty("refused").GetInt32()));
        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(rigs, results.Select(static r => r.GetProperty("rigId").GetString()));
        Assert.Equal(("rig 3", "queued", "main"), (results[3].GetProperty("name").GetString(), results[3].GetProperty("command").GetProperty("state").GetString(), results[3].GetProperty("command").GetProperty("instance").GetString()));
        Assert.Equal(JsonValueKind.Null, results[7].GetProperty("command").ValueKind);
        Assert.Contains("64 commands wait", results[7].GetProperty("reason").GetString(), StringComparison.Ordinal);

        using var again = await manage.CallAsync(HttpMethod.Post, $"/api/v1/farms/{host.FarmId}/commands", $$"""{"rigs":{{Ids(rigs)}},{{Restart}},"instance":"main","expiresInSeconds":3600}""", ("Idempotency-Key", "all"));
        Assert.Equal(results[3].GetProperty("command").GetProperty("id").GetString(), (await again.JsonAsync()).GetProperty("results")[3].GetProperty("command").GetProperty("id").GetString());
        Assert.Single((await host.Grains.GetGrain<IRigGrain>(rigs[3]).GetOrders())!.Commands);
    }

    [Fact, Trait("bad-input", "84")]
    public async Task Too_many_rigs_one_twice_or_one_of_others_and_nothing_is_ordered()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        string[] rigs = await AddAsync(host, host.FarmId, 3);
        var (stranger, strangeFarm) = await host.AddPersonAsync("priya");
        string[] theirs = await AddAsync(host, strangeFarm, 1);
        var operate = await host.WithKeyAsync(host.OwnerId, KeyScope.Operate);
        string path = $"/api/v1/farms/{host.FarmId}/commands";
        foreach (string[] wrong in (string[][])[[], [.. rigs, rigs[1]], [.. rigs, "../x"], [.. Enumerable.Range(0, 501).Select(static _ => OpaqueId.New())]])
        {
            await (await operate.PostAsync(path, $$"""{"rigs":{{Ids(wrong)}},{{Restart}}}""")).IsProblemAsync(400);
        }
        await (await operate.PostAsync(path, $$"""{"rigs":{{Ids([.. Enumerable.Range(0, 100_000).Select(static _ => OpaqueId.New())])}},{{Restart}}}""")).IsProblemAsync(413);

        // Somebody else's rig and one that there never was say the same, each by its id.
        string never = OpaqueId.New();
        var foreign = await (await operate.PostAsync(path, $$"""{"rigs":{{Ids([.. rigs, theirs[0], never])}},{{Restart}}}""")).IsProblemAsync(404);
        Assert.Contains($"Not in this farm: {theirs[0]}, {never}.", foreign.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await (await (await host.WithKeyAsync(stranger, KeyScope.Manage)).PostAsync(path, $$"""{"rigs":{{Ids(rigs)}},{{Restart}}}""")).IsProblemAsync(404);
        await (await operate.PostAsync(path, $$"""{"rigs":{{Ids(rigs)}},"kind":"reboot"}""")).IsProblemAsync(403);
        await (await (await host.WithKeyAsync(host.OwnerId, KeyScope.Read)).PostAsync(path, $$"""{"rigs":{{Ids(rigs)}},{{Restart}}}""")).IsProblemAsync(403);
        foreach (string rig in (string[])[.. rigs, theirs[0]]) { Assert.Empty((await host.Grains.GetGrain<IRigGrain>(rig).GetOrders())!.Commands); }
    }

    static async Task<string[]> AddAsync(ApiHost host, string farmId, int count)
    {
        string[] rigs = new string[count];
        for (int i = 0; i < count; i++) { rigs[i] = (await host.Grains.GetGrain<IFarmGrain>(farmId).AddRig($"rig {i}")).RigId; }
        return rigs;
    }

    static string Ids(string[] rigs) => JsonSerializer.Serialize(rigs);
}
