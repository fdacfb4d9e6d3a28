using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
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
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 66 });
        Assert.Contains("gpu watch", await host.ReadAsync($"/farms/{host.FarmId}"), StringComparison.Ordinal);

        using var saved = await host.PostAsync(page, Form("50/60/65", "3080", "90/100/106"));
        Assert.Equal((HttpStatusCode.Redirect, page + "?saved=true"), (saved.StatusCode, saved.Headers.Location?.ToString()));
        string list = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.Contains("gpu critical", list, StringComparison.Ordinal);
        Assert.Contains(DomId.Rig(rig), list, StringComparison.Ordinal);
        string form = await host.ReadAsync(page);
        Assert.Contains("value=\"90/100/106\"", form, StringComparison.Ordinal);

        using var renamed = await host.PostAsync($"/farms/{host.FarmId}/settings", ("Name", "Garage"), ("TimeZone", "Etc/UTC"), ("Version", "1"));
        Assert.Equal(HttpStatusCode.Redirect, renamed.StatusCode);
        Assert.Equal(2, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Heat.Length);
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
        Assert.Equal(55, Assert.Single((await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Heat).Core.Watch);
    }
}
