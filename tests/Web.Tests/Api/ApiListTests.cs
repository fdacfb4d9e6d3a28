using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiListTests(SharedApi shared) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_double_though_rigs_come_meanwhile()
    {
        await using var host = await ApiHost.StartAsync();
        var farm = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        for (int at = 0; at < 7; at++) { await farm.AddRig($"oak-{at}"); }
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        foreach (string order in (string[])["name", "-name", "createdAt", "-createdAt", "lastSeenAt", "-powerWatts"])
        {
            var names = new List<string>();
            string cursor = "";
            do
            {
                var page = await (await client.ReadAsync($"/api/v1/rigs?sort={order}&limit=3{cursor}")).JsonAsync();
                names.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("name").GetString()!));
                string? next = page.GetProperty("nextCursor").GetString();
                cursor = next is null ? "" : "&cursor=" + next;
            }
            while (cursor.Length > 0);
            Assert.Equal(7, names.Distinct().Count());
            Assert.Equal(7, names.Count);
            if (order == "-name") { Assert.Equal("oak-6", names[0]); }
        }
    }

    [Fact]
    public async Task Rigs_are_found_by_state_tag_word_and_farm()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak-1");
        await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("elm-1");
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        Assert.Equal(2, await CountAsync("status=offline"));
        Assert.Equal(0, await CountAsync("status=mining"));
        Assert.Equal(1, await CountAsync("q=oak"));
        Assert.Equal(0, await CountAsync("tag=garage"));
        Assert.Equal(2, await CountAsync($"farm={host.FarmId}"));

        async Task<int> CountAsync(string query) => (await (await client.ReadAsync("/api/v1/rigs?" + query)).JsonAsync()).GetProperty("items").GetArrayLength();
    }

    [Theory, Trait("check", "38")]
    [InlineData("sort=id;DROP TABLE rig")]
    [InlineData("sort=")]
    [InlineData("sort=--name")]
    [InlineData("status=5")]
    [InlineData("status=flying")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=1e2")]
    [InlineData("limit=%D9%A3")]
    [InlineData("limit=99999999999")]
    [InlineData("cursor=")]
    [InlineData("cursor=!!!")]
    [InlineData("cursor=AAAA")]
    [InlineData("cursor=LWNyZWF0ZWRBdApiCmM")]
    public async Task A_question_that_makes_no_sense_is_refused(string query)
    {
        var host = shared.Host;
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        await (await client.ReadAsync("/api/v1/rigs?" + query)).IsProblemAsync(400);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/rigs?limit=200")).StatusCode);
    }
}
