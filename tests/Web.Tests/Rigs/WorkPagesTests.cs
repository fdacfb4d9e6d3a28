using System.Net;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Rigs;

public sealed class WorkPagesTests
{
    [Fact]
    public async Task A_miner_is_added_changed_and_removed_by_plain_forms()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak"), work = $"/rigs/{rigId}/work", form = work + "/miner";
        Assert.Contains("leaves alone what runs there", await live.ReadAsync(work), StringComparison.Ordinal);

        using var refused = await live.PostAsync(form, Fields(0, null, ("Form.Algorithms[0].Pools[0].Host", "stratum+tcp://pool.example:3333")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        string page = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("without stratum://", page, StringComparison.Ordinal);
        Assert.Contains("value=\"wallet\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page, StringComparison.Ordinal);

        using var harmful = await live.PostAsync(form, Fields(0, null, ("Form.Arguments", "--script-start=x.sh")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, harmful.StatusCode);
        Assert.Contains("further arguments: --script-start", await harmful.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var added = await live.PostAsync(form, Fields(0, null));
        Assert.Equal((HttpStatusCode.Redirect, work + "?saved=true"), (added.StatusCode, added.Headers.Location!.ToString()));
        var miner = Assert.Single((await WantedAsync(live, rigId)).Miners!.Value);
        var pool = Assert.Single(Assert.Single(miner.Algorithms).Pools);
        Assert.Equal(("main", "t-rex", true, "--no-color", "0000:0a:00.0"), (miner.Name, miner.Miner, miner.Enabled, Assert.Single(miner.Arguments), Assert.Single(miner.Devices)));
        Assert.Equal(("pool.example", 3333, true, "wallet"), (pool.Host, pool.Port, pool.Tls, pool.User));
        Assert.NotNull(pool.SealedPassword);
        Assert.Contains("KawPow at pool.example:3333", await live.ReadAsync(work), StringComparison.Ordinal);
        string edit = await live.ReadAsync(form + "?name=main");
        Assert.Contains("saved; empty keeps it", edit, StringComparison.Ordinal);
        Assert.DoesNotContain(pool.SealedPassword, edit, StringComparison.Ordinal);

        using var late = await live.PostAsync(form, Fields(0, "main"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        using var renamed = await live.PostAsync(form, Fields(1, "main", ("Form.Name", "north"), ("Form.Algorithms[0].Pools[0].Password", "")));
        Assert.Equal(HttpStatusCode.Redirect, renamed.StatusCode);
        miner = Assert.Single((await WantedAsync(live, rigId)).Miners!.Value);
        Assert.Equal(("north", pool.SealedPassword), (miner.Name, miner.Algorithms[0].Pools[0].SealedPassword));

        using var removed = await live.PostAsync(work + "?handler=Remove", work, ("revision", "2"), ("name", "north"));
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.Empty((await WantedAsync(live, rigId)).Miners!.Value);
        using var left = await live.PostAsync(work + "?handler=Leave", work, ("revision", "3"));
        Assert.Null((await WantedAsync(live, rigId)).Miners);
    }

    [Fact]
    public async Task How_it_helps_itself_is_set()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak"), work = $"/rigs/{rigId}/work";
        using var saved = await live.PostAsync(work + "?handler=Recovery", work, ("revision", "0"), ("enabled", "true"), ("reboots", "2"), ("core", "85.5"), ("low", ""), ("memory", ""));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(new() { Enabled = true, RebootsInSixHours = 2, StopCoreCelsius = 85.5 }, (await WantedAsync(live, rigId)).Recovery);
        using var wrong = await live.PostAsync(work + "?handler=Recovery", work, ("revision", "1"), ("core", "hot"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact]
    public async Task A_miner_has_a_page_with_its_log_that_a_viewer_may_read()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        var rig = live.Grains.GetGrain<IRigGrain>(rigId);
        var session = await live.ReportAsync(rigId);
        await rig.Ready(session, 0);
        await rig.Apply(session, new() { Miners = [new() { Name = "main", Miner = "t-rex", Phase = MinerPhase.Waiting, Exits = 2, ExitCode = 139, LastLines = ["CUDA <error>"] }] });
        Assert.Contains("signal 11", await live.ReadAsync($"/rigs/{rigId}"), StringComparison.Ordinal);
        string page = await live.ReadAsync($"/rigs/{rigId}/miners/main");
        Assert.Contains("CUDA &lt;error&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Restart miner", page, StringComparison.Ordinal);
        Assert.Contains("Asked the rig", page, StringComparison.Ordinal);
        await rig.TakeLog(session, "main", new(1, ["<b>one</b>", "two"]));
        string lines = await live.ReadAsync($"/rigs/{rigId}/miners/main?handler=Lines&after=0&left=5");
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", lines, StringComparison.Ordinal);
        Assert.Contains("after=2&amp;left=4", lines, StringComparison.Ordinal);
        // A forgotten tab keeps no rig talking; who reads goes on from there.
        string paused = await live.ReadAsync($"/rigs/{rigId}/miners/main?handler=Lines&after=2&left=1");
        Assert.Contains($"hx-get=\"/rigs/{rigId}/miners/main?handler=Lines&amp;after=2&amp;left={LogLines.Most}\" hx-trigger=\"click, blox:wake\"", paused, StringComparison.Ordinal);
        Assert.DoesNotContain("load", paused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await live.GetAsync($"/rigs/{rigId}/miners/other")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await live.GetAsync($"/rigs/{rigId}/miners/Bad.Name?handler=Lines")).StatusCode);
    }

    static async Task<WantedWork> WantedAsync(LiveHost live, string rigId) => (await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Wanted;

    static (string, string)[] Fields(long revision, string? oldName, params (string Name, string Value)[] others)
    {
        var fields = new Dictionary<string, string>
        {
            ["revision"] = $"{revision}", ["oldName"] = oldName ?? "", ["Form.Name"] = "main", ["Form.Miner"] = "t-rex", ["Form.Enabled"] = "true", ["Form.Arguments"] = "--no-color\r\n", ["Form.Devices"] = "0000:0a:00.0",
            ["Form.Algorithms[0].Algorithm"] = "kawpow", ["Form.Algorithms[0].Pools[0].Host"] = "pool.example", ["Form.Algorithms[0].Pools[0].Port"] = "3333", ["Form.Algorithms[0].Pools[0].Tls"] = "true",
            ["Form.Algorithms[0].Pools[0].User"] = "wallet", ["Form.Algorithms[0].Pools[0].Password"] = "hunter2", ["Form.Algorithms[0].Pools[1].Host"] = "", ["Form.Algorithms[1].Algorithm"] = "",
        };
        foreach (var (name, value) in others) { fields[name] = value; }
        return [.. fields.Select(static f => (f.Key, f.Value))];
    }
}
