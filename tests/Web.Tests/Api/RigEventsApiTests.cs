using System.Text.Json;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Api;

public sealed class RigEventsApiTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_newest_first_in_pages_and_only_to_who_sees_the_rig()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var added = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak"))!;
        var timeline = host.Accounts.Services.GetRequiredService<ITimeline>();
        var at = TimeProvider.System.GetUtcNow().AddHours(-3);
        for (int i = 0; i < 5; i++) { timeline.Note(new(added.RigId, host.FarmId, at.AddMinutes(i), "gpu-lost", TimelineSeverity.Error) { Subject = $"GPU {i}", Text = "fell <b>off</b> the bus" }); }
        timeline.Note(new(added.RigId, host.FarmId, at.AddHours(1), TimelineEvent.StatusKind, TimelineSeverity.Info) { Value = "mining" });
        await timeline.FlushAsync(Cancellation);

        var caller = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        string path = $"/api/v1/rigs/{added.RigId}/events";
        var first = await ReadAsync(caller, path + "?limit=4");
        var second = await ReadAsync(caller, $"{path}?limit=4&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.Equal(["Mining", "GPU lost", "GPU lost", "GPU lost", "GPU lost", "GPU lost"], Items(first).Concat(Items(second)).Select(static one => one.GetProperty("title").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["mining"], Items(await ReadAsync(caller, path + "?statuses=true")).Select(static one => one.GetProperty("value").GetString()));
        string Stamp(double minutes) => at.AddMinutes(minutes).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        Assert.Equal(["GPU 2", "GPU 1"], Items(await ReadAsync(caller, $"{path}?from={Stamp(0.5)}&to={Stamp(2.5)}")).Select(static one => one.GetProperty("subject").GetString()));

        foreach (string wrong in (string[])["?limit=0", "?limit=201", "?cursor=x", "?cursor=1.", "?from=yesterday", "?from=2026-11-22T20:15:00", "?from=2026-11-22T20:15:00Z&to=2026-11-22T20:15:00Z", "?statuses=maybe"])
        {
            await (await caller.ReadAsync(path + wrong)).IsProblemAsync(400);
        }
        var (stranger, _) = await host.AddPersonAsync("priya");
        await (await (await host.WithKeyAsync(stranger, KeyScope.Manage)).ReadAsync(path)).IsProblemAsync(404);
    }

    [Fact]
    public async Task What_people_do_to_a_rig_stands_there_with_their_name_and_without_values()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var added = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak"))!;
        var caller = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        (await caller.CallAsync(HttpMethod.Patch, $"/api/v1/rigs/{added.RigId}", """{"name":"pine-secret"}""")).EnsureSuccessStatusCode();
        (await caller.PostAsync($"/api/v1/rigs/{added.RigId}/commands", """{"kind":"restartMiner"}""")).EnsureSuccessStatusCode();
        await (await caller.PostAsync($"/api/v1/rigs/{added.RigId}/move", """{"farmId":"q3xk7mzd2vbtp5hwsn6ylr4caa"}""")).IsProblemAsync(404);
        await host.Accounts.Services.GetRequiredService<ITimeline>().FlushAsync(Cancellation);

        var items = Items(await ReadAsync(caller, $"/api/v1/rigs/{added.RigId}/events?statuses=false")).ToList();
        Assert.Equal(["restart-miner", "settings"], items.Select(static one => one.GetProperty("kind").GetString()));
        Assert.All(items, one => Assert.Equal("script", one.GetProperty("actor").GetString()));
        Assert.Equal("name", items[1].GetProperty("text").GetString());
        Assert.DoesNotContain("pine-secret", items[1].GetRawText(), StringComparison.Ordinal);
    }

    static JsonElement.ArrayEnumerator Items(JsonElement page) => page.GetProperty("items").EnumerateArray();

    static async Task<JsonElement> ReadAsync(HttpClient caller, string path) => await (await caller.ReadAsync(path)).EnsureSuccessStatusCode().JsonAsync();
}
