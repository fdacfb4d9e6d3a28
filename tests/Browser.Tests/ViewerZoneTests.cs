using System.Globalization;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Times are those of the viewer's zone wherever they stand. He lives in India, five and a half hours ahead of UTC all year.</summary>
[Collection(ChartGroup.Name)]
public sealed class ViewerZoneTests(ChartWorld world)
{
    const string Zone = "Asia/Kolkata";

    static readonly TimeSpan s_ahead = new(5, 30, 0);

    [Fact]
    public async Task On_the_axis_of_charts_and_lanes_and_at_marks()
    {
        await using var visitor = await world.VisitAsync(timeZone: Zone);
        var page = visitor.Page;
        await page.GotoAsync($"{world.Rig}?range=24h");
        await visitor.DrawnAsync(3);
        var lanes = page.Locator(".lanes-plot");
        long from = long.Parse((await lanes.GetAttributeAsync("data-from"))!, CultureInfo.InvariantCulture), to = long.Parse((await lanes.GetAttributeAsync("data-to"))!, CultureInfo.InvariantCulture);
        // The lanes name what the charts' own axis names, at the same places.
        string[][] ticks = await page.EvaluateAsync<string[][]>("[...document.querySelectorAll('.lanes-plot .ticks text')].map(t => [t.getAttribute('x'), t.textContent]).filter(t => t[1].includes(':'))");
        Assert.InRange(ticks.Length, 3, 100);
        foreach (string[] tick in ticks)
        {
            double share = double.Parse(tick[0].TrimEnd('%'), CultureInfo.InvariantCulture) / 100;
            var at = Minutes(DateTimeOffset.FromUnixTimeMilliseconds(from + (long)(share * (to - from))), 5);   // the charts were fetched some moments after the lanes
            Assert.Equal(Local(at, "h:mm tt"), Plain(tick[1]));
        }

        string crashed = Local(DateTimeOffset.FromUnixTimeMilliseconds(world.CrashedAt), "MMM d, h:mm:ss tt");
        string mark = Plain((await page.Locator("[data-marks] a[aria-label*='killed by signal 11']").First.GetAttributeAsync("aria-label"))!);
        Assert.StartsWith(crashed, mark, StringComparison.Ordinal);
        await page.FocusAsync("#chart-temps > .body");
        var said = new List<string>();
        for (int i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("e");
            said.Add(Plain(await page.InnerTextAsync("#chart-temps [role=status]")));
        }
        Assert.Contains(said, one => one.StartsWith($"Error at {crashed}: ", StringComparison.Ordinal));
        visitor.AssertQuiet();
    }

    /// <summary>Days of 25 and of 23 hours: the axis names whole hours of the wall clock, and each day once.</summary>
    [Theory, Trait("bad-input", "120")]
    [InlineData("Europe/Berlin", "2026-10-24T00:00:00+02:00", 73)]
    [InlineData("Europe/Berlin", "2026-03-28T00:00:00+01:00", 71)]
    public async Task The_axis_of_charts_is_right_where_the_clocks_change(string zone, string from, int hours)
    {
        await using var visitor = await world.VisitAsync(timeZone: zone);
        await visitor.Page.GotoAsync($"{world.Rig}/charts");
        await visitor.DrawnAsync(5);
        foreach (int width in new[] { 360, 900, 1800 })   // ticks of a day, of 6 hours, and of 3
        {
            string said = await visitor.Page.EvaluateAsync<string>(
                """
                ({ from, hours, width }) => new Promise(done => {
                  const start = Date.parse(from) / 1000, end = start + hours * 3600, named = [];
                  const values = (u, splits, axis, space, step) => { named.length = 0; named.push(...splits.map(t => [t, step, bloxHistory.label(t, step)])); return splits.map(() => ""); };
                  const draw = u => {
                    const wrong = named.filter(([t, step]) => { const at = new Date(t * 1000); return at.getMinutes() !== 0 || at.getHours() % (step / 3600) !== 0; }).map(([, , text]) => text);
                    const days = named.map(([, , text]) => text).filter(text => !text.includes(":"));
                    const uneven = named.length < 4 || named.some(([t], i) => i > 0 && t <= named[i - 1][0]);
                    done(wrong.length || uneven || new Set(days).size !== days.length ? JSON.stringify(named) : "");
                    u.destroy();
                  };
                  const home = document.createElement("div");
                  document.getElementById("main").append(home);
                  new uPlot({ width, height: 100, series: [{}, {}], axes: [{ space: 64, values }, { show: false }], hooks: { draw: [draw] } }, [[start, end], [1, 2]], home);
                })
                """, new { from, hours, width });
            Assert.Equal("", said);
        }
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task In_the_audit_log_its_filters_and_on_the_overview()
    {
        await using var visitor = await world.VisitAsync(timeZone: Zone);
        var page = visitor.Page;
        await page.GotoAsync("/audit");
        await visitor.UntilAsync("document.querySelector('#audit-list time') !== null && document.querySelector('time[data-moment]') === null");
        var newest = await NewestAsync(page);
        Assert.Equal("From", await page.InnerTextAsync("label[for=from]"));

        // He types his own time; the server is asked in UTC, and the list has what happened in that minute: taken for UTC it would begin in five and a half hours.
        string typed = newest.ToOffset(s_ahead).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        await page.FillAsync("#from", typed);
        await page.Locator("#from").BlurAsync();
        string asked = Uri.EscapeDataString(newest.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await visitor.UntilAsync($"location.search === '?from={asked}' && document.querySelectorAll('#audit-list tbody tr').length > 0 && document.querySelector('time[data-moment]') === null && document.querySelector('.htmx-request') === null");
        await NewestAsync(page);
        await page.ReloadAsync();
        Assert.Equal(typed, await page.InputValueAsync("#from"));
        await page.FillAsync("#until", "");
        await page.FillAsync("#from", "");
        await page.Locator("#from").BlurAsync();
        await visitor.UntilAsync("location.search === '' && document.querySelector('.htmx-request') === null");
        await visitor.PictureAsync("audit-zone");

        await page.GotoAsync("/?all=true");   // its rig is away since somewhen
        const string Since = ".incidents [data-age=span]";
        await visitor.UntilAsync($"document.querySelector('{Since}') !== null && !document.querySelector('{Since}').title.includes('UTC')");
        var since = DateTimeOffset.Parse((await page.GetAttributeAsync($"{Since} >> nth=0", "data-at"))!, CultureInfo.InvariantCulture);
        Assert.Equal(Local(since, "MMM d, yyyy, h:mm tt"), Plain((await page.GetAttributeAsync($"{Since} >> nth=0", "title"))!));
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>When the newest line of the log was written; it says that in the viewer's time.</summary>
    static async Task<DateTimeOffset> NewestAsync(IPage page)
    {
        var time = page.Locator("#audit-list time").First;
        var at = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);
        Assert.Equal(Local(at, "MMM d, yyyy, h:mm:ss tt"), Plain(await time.InnerTextAsync()));
        return at;
    }

    static string Local(DateTimeOffset at, string format) => at.ToOffset(s_ahead).ToString(format, CultureInfo.InvariantCulture);

    static string Plain(string text) => text.Replace('\u202f', ' ');

    static DateTimeOffset Minutes(DateTimeOffset at, int step)
    {
        long length = TimeSpan.FromMinutes(step).Ticks;
        return new((at.UtcTicks + (length / 2)) / length * length, TimeSpan.Zero);
    }
}
