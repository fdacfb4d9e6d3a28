using System.Net;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.TestServers;

namespace BloxOs.Web.Tests.Api;

public sealed class CommandApiTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_goes_to_a_rig_and_its_result_comes_back()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var added = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fleet = new SimulatedFleet(new() { Url = host.Accounts.Http.ToString(), Drain = TimeSpan.Zero }, [new(added.Token, Mining())], TimeProvider.System);
        var running = fleet.RunAsync(stop.Token);
        await Eventually.Async(() => fleet.Snapshot().Connected == 1, TimeSpan.FromSeconds(60), "the rig to connect", Cancellation);

        var caller = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        string path = $"/api/v1/rigs/{added.RigId}/commands";
        using var given = await caller.CallAsync(HttpMethod.Post, path, """{"kind":"stopMiner"}""", ("Idempotency-Key", "one"));
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var command = await given.JsonAsync();
        using var again = await caller.CallAsync(HttpMethod.Post, path, """{"kind":"stopMiner"}""", ("Idempotency-Key", "one"));
        Assert.Equal(command.GetProperty("id").GetString(), (await again.JsonAsync()).GetProperty("id").GetString());

        JsonElement now = default;
        await Eventually.Async(async () => (now = await ReadAsync(caller, given.Headers.Location!.ToString())).GetProperty("state").GetString() == "ok", TimeSpan.FromSeconds(60), "the result", Cancellation);
        Assert.NotEqual(JsonValueKind.Null, now.GetProperty("endedAt").ValueKind);
        Assert.Equal("script", now.GetProperty("orderedBy").GetString());
        Assert.Single((await ReadAsync(caller, path)).GetProperty("items").EnumerateArray());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Levels_and_limits_hold_and_what_waits_can_be_taken_back()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var added = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak");
        string path = $"/api/v1/rigs/{added.RigId}/commands";
        var reader = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        var operate = await host.WithKeyAsync(host.OwnerId, KeyScope.Operate);
        var manage = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        var (stranger, _) = await host.AddPersonAsync("priya");
        await (await reader.PostAsync(path, """{"kind":"stopMiner"}""")).IsProblemAsync(403);
        await (await operate.PostAsync(path, """{"kind":"reboot"}""")).IsProblemAsync(403);
        await (await (await host.WithKeyAsync(stranger, KeyScope.Manage)).PostAsync(path, """{"kind":"stopMiner"}""")).IsProblemAsync(404);
        foreach (string wrong in (string[])["""{"kind":"reboot","instance":"main"}""", """{"kind":"stopMiner","instance":"../x"}""", """{"kind":"stopMiner","version":"1"}""", """{"kind":"updateAgent","version":"a b"}""", """{"kind":"stopMiner","expiresInSeconds":5}""", """{"kind":"fly"}""", """{"kind":3}"""])
        {
            await (await manage.PostAsync(path, wrong)).IsProblemAsync(400);
        }
        var reboot = await (await manage.PostAsync(path, """{"kind":"reboot","expiresInSeconds":3600}""")).JsonAsync();
        Assert.Equal("queued", reboot.GetProperty("state").GetString());
        string one = $"{path}/{reboot.GetProperty("id").GetString()}";
        await (await manage.CallAsync(HttpMethod.Delete, path + "/nothing")).IsProblemAsync(404);
        await (await operate.CallAsync(HttpMethod.Delete, one)).IsProblemAsync(403);   // who may not order a reboot takes none back
        var cancelled = await (await manage.CallAsync(HttpMethod.Delete, one)).JsonAsync();
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        Assert.Equal("cancelled", (await ReadAsync(reader, one)).GetProperty("state").GetString());

        for (int i = 0; i < 64; i++) { Assert.Equal(HttpStatusCode.Created, (await operate.PostAsync(path, """{"kind":"restartMiner","instance":"main"}""")).StatusCode); }
        await (await operate.PostAsync(path, """{"kind":"restartMiner"}""")).IsProblemAsync(409);
        var page = await ReadAsync(reader, path + "?limit=60");
        Assert.Equal((60, 5), (page.GetProperty("items").GetArrayLength(), (await ReadAsync(reader, $"{path}?limit=60&cursor={page.GetProperty("nextCursor").GetString()}")).GetProperty("items").GetArrayLength()));
    }

    static RigModel Mining() => FleetGenerator.Rigs(seed: 5, 40).First(m => m is { Character: RigCharacter.Healthy, Work.Count: > 0 });

    static async Task<JsonElement> ReadAsync(HttpClient caller, string path) => await (await caller.ReadAsync(path)).EnsureSuccessStatusCode().JsonAsync();
}
