using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Display;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Farms;

public sealed class HeatPageTests
{
    static (string, string)[] Form(string core, string model, string memory, string version = "0") =>
        [("Version", version), ("Model", ""), ("Core", core), ("Hotspot", ""), ("Memory", ""), ("Fan", ""), ("Model", model), ("Core", ""), ("Hotspot", ""), ("Memory", memory), ("Fan", "")];

    [Fact]
    public async Task Bands_that_are_saved_colour_the_list_at_once_and_survive_the_other_settings()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07"), page = $"/farms/{host.FarmId}/heat";
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 66 }, new GpuReading { Index = 1, CoreCelsius = 50, FanPercent = 95 });
        Assert.Contains("gpu watch", await host.ReadAsync($"/farms/{host.FarmId}"), StringComparison.Ordinal);

        using var saved = await host.PostAsync(page, Form("50/60/65", "3080", "90/100/106"));
        Assert.Equal((HttpStatusCode.Redirect, page + "?saved=true"), (saved.StatusCode, saved.Headers.Location?.ToString()));
        string list = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.Contains("gpu critical", list, StringComparison.Ordinal);
        Assert.Contains(DomId.Rig(rig), list, StringComparison.Ordinal);
        string form = await host.ReadAsync(page);
        Assert.Contains("value=\"90/100/106\"", form, StringComparison.Ordinal);
        Assert.Equal(2, form.Split("value=\"50/60/65\"").Length);                    // what the model leaves open is not copied into its row
        Assert.Contains("placeholder=\"50/60/65\"", form, StringComparison.Ordinal);   // but said there
        var model = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Heat[1];
        Assert.Equal(new HeatRule { Model = "3080", Memory = new(90, 100, 106) }, model);
        // A fast fan has the band of its cell in the list, with its mark.
        Assert.Contains("gpu hot", list, StringComparison.Ordinal);
        Assert.Contains("<div class=\"temp lone hot\"><b>95 %</b></div>", await host.ReadAsync($"/rigs/{rig}"), StringComparison.Ordinal);

        using var renamed = await host.PostAsync($"/farms/{host.FarmId}/settings", ("Name", "Garage"), ("TimeZone", "Etc/UTC"), ("Version", "1"));
        Assert.Equal(HttpStatusCode.Redirect, renamed.StatusCode);
        Assert.Equal(2, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Heat.Length);
    }

    [Fact]
    public async Task A_row_that_holds_copies_is_made_to_follow_the_first_one_again_and_the_first_one_the_usual()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/heat";
        var farm = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        // As earlier versions saved it: a model's row in full.
        var old = (await farm.GetSettings())!;
        await farm.ChangeSettings(old with { Heat = [HeatRule.Default with { Core = new(50, 60, 65) }, HeatRule.Default with { Model = "3080", Core = new(50, 60, 65) }] });
        string form = await host.ReadAsync(page);
        Assert.Contains("aria-label=\"3080: as every card\"", form, StringComparison.Ordinal);
        Assert.Contains("<b>As every card</b>", form, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Every card: as usual\"", form, StringComparison.Ordinal);
        (string, string)[] typed =
        [
            ("Model", ""), ("Core", "50/60/65"), ("Hotspot", "80/90/100"), ("Memory", "80/90/100"), ("Fan", "60"), ("Accepted", "99/97/95"),
            ("Model", "3080"), ("Core", "50/60/65"), ("Hotspot", "80/90/100"), ("Memory", "80/90/100"), ("Fan", "60"), ("Accepted", ""),
        ];
        using var freed = await host.PostAsync(page, [("Version", Version()), .. typed, ("Clear", "1")]);
        Assert.Equal(HttpStatusCode.Redirect, freed.StatusCode);
        Assert.Equal(new HeatRule { Model = "3080" }, (await farm.GetSettings())!.Heat[1]);
        Assert.DoesNotContain("3080: as every card", form = await host.ReadAsync(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>As every card</b>", form, StringComparison.Ordinal);   // no row has it
        using var usual = await host.PostAsync(page, [("Version", Version()), .. typed[..6], ("Model", "3080"), ("Core", ""), ("Hotspot", ""), ("Memory", ""), ("Fan", ""), ("Accepted", ""), ("Clear", "0")]);
        Assert.Equal(HttpStatusCode.Redirect, usual.StatusCode);
        Assert.Equal([new HeatRule { Model = "3080" }], (await farm.GetSettings())!.Heat);
        Assert.DoesNotContain("Every card: as usual", await host.ReadAsync(page), StringComparison.Ordinal);

        string Version() => System.Text.RegularExpressions.Regex.Match(form, "name=\"Version\" value=\"([0-9]+)\"").Groups[1].Value;
    }

    [Fact]
    public async Task Steps_of_accepted_shares_are_saved_shown_again_and_hold_on_the_list_and_the_rig_s_page_at_once()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07"), page = $"/farms/{host.FarmId}/heat", list = $"/farms/{host.FarmId}";
        await host.ReportAsync(rig, RigViews.Mining(RigViews.Gpu(0, 50)) with { Work = [RigViews.Work("kawpow", 1e6, [RigViews.Gpu(0, 50)], accepted: 960, rejected: 40)] });
        Assert.Contains("▾\u00a096.0 %", WebUtility.HtmlDecode(await host.ReadAsync(list)), StringComparison.Ordinal);
        Assert.Contains("value=\"99/97/95\"", await host.ReadAsync(page), StringComparison.Ordinal);

        using var wrong = await host.PostAsync(page, [.. Form("", "", ""), ("Accepted", "90/95/99")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("three falling percentages", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var saved = await host.PostAsync(page, [.. Form("", "", ""), ("Accepted", "99.5/98/96.5")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("value=\"99.5/98/96.5\"", await host.ReadAsync(page), StringComparison.Ordinal);
        foreach (string path in new[] { list, $"/rigs/{rig}" })
        {
            string shown = await host.ReadAsync(path);
            Assert.Contains("Critical: fewer than 96.5 % of the shares are accepted", shown, StringComparison.Ordinal);
            Assert.Contains("!\u00a096.0", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        }
        Assert.Contains("Rejects: fewer than 96.5 % of the shares are accepted", await host.ReadAsync(list), StringComparison.Ordinal);
        Assert.Contains("<b class=\"down glyph\" aria-hidden=\"true\">%</b>", await host.ReadAsync("/?handler=List"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_wrong_is_said_at_its_row_and_a_stale_table_is_a_conflict()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/heat";
        using var wrong = await host.PostAsync(page, Form("60/70/80", "3080", "90/80/106"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("id=\"row-1-e\"", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var first = await host.PostAsync(page, Form("55/70/80", "", ""));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var stale = await host.PostAsync(page, Form("50/70/80", "", ""));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(55, Assert.Single((await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Heat).Core!.Value.Watch);
    }
}
