using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Display;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Farms;

/// <summary>The list of a farm with more rigs than one answer has.</summary>
public sealed class ListPageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_answer_is_a_window_and_the_rest_follows_by_its_link_while_counts_and_ids_cover_all()
    {
        await using var host = await LiveHost.StartAsync();
        const int count = FarmList.RowsAtOnce + 20;
        var ids = new List<string>();
        for (int i = 0; i < count; i++) { ids.Add(await host.AddRigAsync($"rig-{i:000}")); }
        string url = $"/farms/{host.FarmId}", first = await host.ReadAsync(url);
        Assert.Equal(FarmList.RowsAtOnce, Rows(first));
        Assert.Contains($">{count}</b>", first, StringComparison.Ordinal);
        string more = WebUtility.HtmlDecode(first.Split("data-more=\"")[1].Split('"')[0]);
        string rest = await host.ReadAsync(more + "&handler=More");
        Assert.Equal(20, Rows(rest));
        Assert.DoesNotContain("data-more", rest, StringComparison.Ordinal);
        Assert.All(ids, id => Assert.True(first.Contains(DomId.Rig(id) + "\"", StringComparison.Ordinal) != rest.Contains(DomId.Rig(id) + "\"", StringComparison.Ordinal)));
        Assert.Equal(ids.Order(), JsonSerializer.Deserialize<string[]>(await host.ReadAsync(url + "?handler=Ids"))!.Order());
        Assert.Equal(["rig-047"], Names(await host.ReadAsync(url + "?q=rig-047")));
        Assert.Equal(10, JsonSerializer.Deserialize<string[]>(await host.ReadAsync(url + "?q=rig-03&handler=Ids"))!.Length);
        Assert.Equal(count, Rows(await host.ReadAsync(url + "?handler=List&n=100")));
    }

    [Fact]
    public async Task Whatever_stands_in_the_address_is_no_error()
    {
        await using var host = await LiveHost.StartAsync();
        await host.AddRigAsync("oak");
        foreach (string query in new[] { "from=-5", "from=99999999", "after=%00%ff", "n=-1", "n=99999999", "v=%3Cscript%3E&f=x&s=x&q=%22" })
        {
            using var answer = await host.GetAsync($"/farms/{host.FarmId}?{query}");
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{query}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Pages_are_compressed_but_not_answers_to_forms_nor_what_is_under_account()
    {
        await using var host = await LiveHost.StartAsync();
        await host.AddRigAsync("oak");
        Assert.Equal("br", await EncodingAsync(host, $"/farms/{host.FarmId}"));
        Assert.Equal("br", await EncodingAsync(host, "/?all=true"));
        Assert.Equal("", await EncodingAsync(host, "/account"));
        Assert.Equal("", await EncodingAsync(host, "/account/second-factor"));
    }

    [Fact]
    public async Task Tiles_and_the_wall_show_what_a_farm_is()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        await host.ReportAsync(rig, RigViews.Gpu(0, 85), RigViews.Gpu(1, 50));
        foreach (string path in new[] { $"/farms/{host.FarmId}?v=tiles", $"/farms/{host.FarmId}/wall" })
        {
            string page = await host.ReadAsync(path);
            Assert.Contains("tile critical", page, StringComparison.Ordinal);
            Assert.Contains("! 85°", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"{DomId.Tile(rig)}\"", page, StringComparison.Ordinal);
            foreach (var status in RigStatusText.Order)   // each rule once, whatever the number of tiles
            {
                string rule = $"id=\"rule-{RigStatusText.Css(status)}\"><b>{RigStatusText.Title(status)}</b>: {WebUtility.HtmlEncode(RigStatusText.Rule(status))}</span>";
                Assert.Equal(2, page.Split(rule).Length);
            }
            Assert.Contains("id=\"rule-new\"", page, StringComparison.Ordinal);
            // Each mark is explained as it stands on a tile.
            string key = WebUtility.HtmlDecode(page.Split("id=\"tile-states\"")[1].Split("</details>")[0]);
            foreach (var (band, word) in new[] { (HeatBand.Dead, "dead card"), (HeatBand.Critical, "critical"), (HeatBand.Hot, "hot"), (HeatBand.Watch, "watch") })
            {
                Assert.Contains($"<b>{band.Glyph()}</b> {word}", key, StringComparison.Ordinal);
            }
        }
        string rows = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.DoesNotContain("rule-mining", rows, StringComparison.Ordinal);
        Assert.Contains("hx-request='{\"timeout\":15000}'", WebUtility.HtmlDecode(rows), StringComparison.Ordinal);   // no search waits for ever
        Assert.DoesNotContain("class=\"rail\"", await host.ReadAsync($"/farms/{host.FarmId}/wall"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_says_first_what_stands_wrong_and_since_when()
    {
        await using var host = await LiveHost.StartAsync();
        string hot = await host.AddRigAsync("hot"), gone = await host.AddRigAsync("gone"), slow = await host.AddRigAsync("slow");
        var slowView = RigViews.Of("slow", RigStatus.Mining, RigViews.Hashing("kawpow", 46, 46, 46, 46, 27.6));
        await host.ReportAsync(slow, slowView.Description.Inventory, slowView.Reading.Sample.Read());
        await host.ReportAsync(hot, RigViews.Gpu(0, 85));
        var session = await host.ReportAsync(gone, RigViews.Gpu(0, 50));
        await host.Grains.GetGrain<BloxOs.Grains.Rigs.IRigGrain>(gone).Detach(session, TimeProvider.System.GetUtcNow());
        string page = await host.ReadAsync("/?handler=List");
        int offline = page.IndexOf("/ gone: offline", StringComparison.Ordinal), critical = page.IndexOf("/ hot: GPU 0 is critical: core 85 °C", StringComparison.Ordinal);
        Assert.True(offline > 0 && offline < critical, page);
        Assert.Contains("data-age=\"span\"", page[offline..critical], StringComparison.Ordinal);
        Assert.Contains("3 open", page, StringComparison.Ordinal);
        // Which card is slow stands on the overview, at the badge and on the rig's own page, from the first answer on.
        Assert.Contains("/ slow: low hashrate.</b> <span class=\"muted\">GPU 4 does 60 % of the usual 46.0\u00a0MH/s on KawPow.", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        string low = WebUtility.HtmlDecode(await host.ReadAsync($"/farms/{host.FarmId}?f=low"));
        Assert.Equal(["slow"], Names(low));
        Assert.Contains("title=\"Low hashrate: GPU 4 below 80 % of what the model usually does in this farm\">↓</b>", low, StringComparison.Ordinal);
        string own = WebUtility.HtmlDecode(await host.ReadAsync("/rigs/" + slow));
        Assert.Contains("<b>GPU 4 does 60 % of the usual 46.0\u00a0MH/s on KawPow.</b>", own, StringComparison.Ordinal);
        Assert.Equal(3 + 1, own.Split("60 % of the usual").Length);   // also in the row of the card: under errors, and on phones below its number
    }

    [Fact]
    public async Task The_overview_has_a_line_of_each_farm_s_day_and_leads_to_its_charts()
    {
        await using var host = await LiveHost.StartAsync();
        string page = await host.ReadAsync("/?handler=List");
        Assert.Contains($"hx-get=\"/farms/{host.FarmId}?handler=Spark\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/farms/{host.FarmId}/charts\"", page, StringComparison.Ordinal);
        Assert.Contains("no data", await host.ReadAsync($"/farms/{host.FarmId}?handler=Spark"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_farm_without_points_says_what_its_charts_are_made_of()
    {
        await using var host = await LiveHost.StartAsync();
        string page = await host.ReadAsync($"/farms/{host.FarmId}/charts");
        Assert.Contains("A farm's charts are sums over its rigs", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        var next = TimeProvider.System.GetUtcNow().AddMinutes(4);
        var lease = (await host.Jobs.TryStartAsync(IHistoryRollup.Job, "silo-1:5", next, TestContext.Current.CancellationToken))!;
        await host.Jobs.EndAsync(lease, new(0, "nothing"), next);
        Assert.Contains($"The next are made at <time datetime=\"{TimeText.Stamp(next)}\"", await host.ReadAsync($"/farms/{host.FarmId}/charts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_farm_has_its_line_after_a_few_minutes_before_any_point_was_made_of_it()
    {
        await using var host = await LiveHost.StartAsync();
        string[] rigs = [await host.AddRigAsync("one"), await host.AddRigAsync("other")];
        var now = TimeProvider.System.GetUtcNow();
        foreach (string rig in rigs)
        {
            for (int i = 0; i < 8; i++)   // four minutes, of which the last one or two are not over
            {
                var sample = RigSample.Of(new() { Sequence = i + 1, At = now.AddMinutes(-5).AddSeconds(i * 30), Work = [new() { Miner = "t-rex", Algorithm = "kawpow", Hashrate = 30e6 + (i / 2 * 1e6) }] });
                await host.Telemetry.AppendAsync(new(rig, sample.Sequence, sample.At, sample.Bytes));
            }
        }
        string line = await host.ReadAsync($"/farms/{host.FarmId}?handler=Spark");
        Assert.Contains("KawPow, 10 minutes: 60", line, StringComparison.Ordinal);   // both rigs together, from the first minute on
        string path = line[line.IndexOf("<path", StringComparison.Ordinal)..];
        Assert.Equal(1, path.Count(static c => c == 'M'));
        Assert.InRange(path.Count(static c => c == 'L'), 2, 5);
    }

    static async Task<string> EncodingAsync(LiveHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await host.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Redirect, $"{path}: {answer.StatusCode}");
        return string.Join(',', answer.Content.Headers.ContentEncoding);
    }

    static int Rows(string html) => html.Split("<li class=\"rig").Length - 1;

    static string[] Names(string html) => [.. html.Split("class=\"name\"").Skip(1).Select(static part => part.Split('>')[1].Split('<')[0])];
}
