using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using BloxOs.Web.Pages.Farms;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Farms;

public sealed class FarmPagesTests
{
    static readonly (string, string)[] Good = [("Name", "Garage"), ("Price", "0.2875"), ("Currency", "EUR"), ("TimeZone", "Europe/Berlin"), ("Tags", "cold, cold, dry"), ("Version", "0")];

    [Fact, Trait("bad-input", "96")]
    public async Task Settings_are_saved_once_and_the_second_tab_is_told_of_the_conflict()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/settings";
        using var saved = await host.PostAsync(page, Good);
        Assert.Equal((HttpStatusCode.Redirect, page + "?saved=true"), (saved.StatusCode, saved.Headers.Location?.ToString()));
        using var twice = await host.PostAsync(page, Good);   // the same form again: one effect
        Assert.Equal(HttpStatusCode.Redirect, twice.StatusCode);
        using var stale = await host.PostAsync(page, [("Name", "Second tab"), .. Good[1..]]);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        string conflict = await Text(stale);
        Assert.Contains("Nothing of yours was saved", conflict, StringComparison.Ordinal);
        Assert.Contains("Saved now: name Garage; yours: Second tab", conflict, StringComparison.Ordinal);
        var settings = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!;
        Assert.Equal(("Garage", 0.2875m, "EUR", "Europe/Berlin", 1L), (settings.Name, settings.PricePerKilowattHour!.Value, settings.Currency, settings.TimeZone, settings.Version));
        Assert.Equal(["cold", "dry"], settings.Tags.AsEnumerable());
    }

    [Fact]
    public async Task A_farm_that_does_not_answer_has_a_row_that_says_so_and_the_figures_are_of_all_farms()
    {
        var (who, view) = (new BeforeCall(nameof(IFarmGrain), nameof(IFarmGrain.MembershipOf)), new BeforeCall(nameof(IFarmGrain), nameof(IFarmGrain.GetView)));
        await using var host = await LiveHost.StartAsync(new() { Services = services => services.AddSingleton<IOutgoingGrainCallFilter>(who).AddSingleton<IOutgoingGrainCallFilter>(view) });
        string owner = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetMembers())[0].UserId, rig = await host.AddRigAsync("oak");
        string[] more = [.. Enumerable.Range(0, IndexModel.AtOnce).Select(static _ => OpaqueId.New())];
        await Parallel.ForAsync(0, more.Length, async (at, _) => await host.Grains.GetGrain<IFarmGrain>(more[at]).Create($"A{at:000}", owner));
        (who.Key, view.Key) = (host.FarmId, host.FarmId);

        string page = await host.ReadAsync("/?all=true");
        Assert.Contains("101 farms, 0 of 1 rigs mining", page, StringComparison.Ordinal);   // Garage North, with the rig, is on the second page
        Assert.DoesNotContain("Garage North", page, StringComparison.Ordinal);

        host.Time.Advance(FarmLines.KeepFor);
        view.Once(static () => throw new TimeoutException());
        page = await host.ReadAsync("/?all=true&p=2");
        Assert.Contains("101 farms, 1 without an answer, 0 of 0 rigs mining", page, StringComparison.Ordinal);
        Assert.Contains("Garage North</b></a></td><td colspan=\"9\"><span class=\"down\">! no answer", page, StringComparison.Ordinal);

        who.Once(static () => throw new TimeoutException());
        page = await host.ReadAsync("/?handler=List");
        Assert.Contains($"<a href=\"/farms/{host.FarmId}\"><b>Garage North</b></a></td><td colspan=\"9\">", page, StringComparison.Ordinal);   // he was told its name before

        (who.Key, view.Key) = (more[0], more[0]);
        using var move = await host.PostAsync($"/farms/{host.FarmId}/batch", $"/farms/{host.FarmId}", ("act", "move"), ("rigs", rig));
        who.Once(static () => throw new TimeoutException());
        string farms = await host.ReadAsync(move.Headers.Location!.ToString());
        Assert.True(farms.Contains(">A001<", StringComparison.Ordinal) && !farms.Contains(">A000<", StringComparison.Ordinal), farms);
    }

    [Theory]
    [InlineData(nameof(IFarmGrain.MembershipOf), "Who belongs to it")]
    [InlineData(nameof(IFarmGrain.GetView), "Its rigs")]
    public async Task A_farm_that_hangs_holds_up_the_overview_once_and_is_there_again_when_it_answers(string method, string what)
    {
        using var hung = new HungCalls(nameof(IFarmGrain), method);
        await using var host = await LiveHost.StartAsync(new() { Services = services => services.AddSingleton<IOutgoingGrainCallFilter>(hung) });
        string owner = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetMembers())[0].UserId, other = OpaqueId.New();
        await host.Grains.GetGrain<IFarmGrain>(other).Create("Attic", owner);
        Assert.DoesNotContain("no answer", await host.ReadAsync("/?all=true"), StringComparison.Ordinal);

        host.Time.Advance(FarmLines.KeepFor);
        hung.Hang(host.FarmId);   // answers nothing, for as long as the test likes
        string page = await host.ReadAsync("/?all=true");
        Assert.Contains("2 farms, 1 without an answer", page, StringComparison.Ordinal);
        Assert.Contains("Garage North</b></a></td><td colspan=\"9\"><span class=\"down\">! no answer", page, StringComparison.Ordinal);
        Assert.Contains("<b>Attic</b></a></td><td class=\"num\" data-th", page, StringComparison.Ordinal);
        for (int i = 0; i < 5; i++) { Assert.Contains("1 without an answer", await host.ReadAsync("/?handler=List"), StringComparison.Ordinal); }
        Assert.True(hung.Count == 1, $"{what} was asked {hung.Count} times");   // the others waited for nothing

        hung.Release();
        Assert.Contains("1 without an answer", await host.ReadAsync("/?handler=List"), StringComparison.Ordinal);
        host.Time.Advance(FarmAccess.RetryAfter);
        Assert.DoesNotContain("no answer", await host.ReadAsync("/?handler=List"), StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "97")]
    public async Task A_price_that_is_not_plainly_a_number_is_an_error_of_its_field()
    {
        await using var host = await LiveHost.StartAsync();
        foreach (string price in (string[])["1e9", "\u0663", "1,5", "0x10", "-0", "0", "1 000", "NaN", "1000000.1", "0.1234567", "99999999999999999999999999999999", new('1', 5000)])
        {
            using var answer = await host.PostAsync($"/farms/{host.FarmId}/settings", [.. Good.Where(f => f.Item1 != "Price"), ("Price", price)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("id=\"f-Price-e\"", await Text(answer), StringComparison.Ordinal);
            Assert.Null((await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.PricePerKilowattHour);
        }
    }

    [Fact, Trait("bad-input", "97")]
    public async Task Blanks_around_a_price_do_no_harm_and_an_empty_one_is_none()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/settings";
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page, [.. Good.Where(f => f.Item1 != "Price"), ("Price", " 5 ")])).StatusCode);
        Assert.Equal(5, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.PricePerKilowattHour);
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page, [("Name", "Garage"), ("TimeZone", "Etc/UTC"), ("Version", "1")])).StatusCode);
        var settings = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!;
        Assert.Equal((null, null), (settings.PricePerKilowattHour, settings.Currency));
    }

    [Fact, Trait("check", "37")]
    public async Task What_a_form_does_not_have_is_not_taken_from_it()
    {
        await using var host = await LiveHost.StartAsync();
        string other = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetMembers())[0].UserId;
        using var answer = await host.PostAsync($"/farms/{host.FarmId}/settings", [.. Good, ("FarmId2", "x"), ("OwnerId", "x"), ("DeletedAt", "2026-01-01"), ("Members[x]", "Owner"), ("settings.Name", "X"), ("Level", "Owner")]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal([new FarmMember(other, FarmLevel.Owner)], (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetMembers()).AsEnumerable());
        Assert.Equal("Garage", (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Name);
        using var named = await host.PostAsync($"/farms/{host.FarmId}/settings", [.. Good, ("farmId", OpaqueFarm)]);
        Assert.Equal(HttpStatusCode.NotFound, named.StatusCode);   // a call that names two farms
    }

    [Fact, Trait("bad-input", "96")]
    public async Task A_new_farm_is_made_once_and_deleted_by_its_name()
    {
        await using var host = await LiveHost.StartAsync();
        string form = await host.ReadAsync("/farms/new");
        string once = System.Text.RegularExpressions.Regex.Match(form, "name=\"once\" value=\"([a-z2-7]{26})\"").Groups[1].Value;
        (string, string)[] fields = [("Name", "Attic"), ("TimeZone", "Etc/UTC"), ("once", once)];
        using var made = await host.PostAsync("/farms/new", fields);
        using var again = await host.PostAsync("/farms/new", fields);
        string farm = made.Headers.Location!.ToString();
        Assert.Equal(farm, again.Headers.Location?.ToString());
        string list = await host.ReadAsync("/");
        Assert.Equal(1, Count(list, "<b>Attic</b>"));

        using var wrong = await host.PostAsync(farm + "/settings?handler=Delete", farm + "/settings", ("typedName", "attic"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("letter by letter", await Text(wrong), StringComparison.Ordinal);
        using var deleted = await host.PostAsync(farm + "/settings?handler=Delete", farm + "/settings", ("typedName", "Attic"));
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(farm)).StatusCode);
        Assert.Equal(0, Count(await host.ReadAsync("/?deleted=true"), "<b>Attic</b>"));
    }

    [Fact]
    public async Task A_rig_is_renamed_moved_given_a_token_and_deleted()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-1"), page = $"/rigs/{rig}/settings";
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page, ("name", "oak-one"), ("tags", "a, b"), ("version", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await host.PostAsync(page, ("name", "oak-two"), ("tags", ""), ("version", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page, ("name", " "), ("version", "1"))).StatusCode);
        var view = (await host.Grains.GetGrain<IRigGrain>(rig).GetView())!;
        Assert.Equal(("oak-one", 2, 1L), (view.Description.Name, view.Description.Tags.Length, view.Description.Version));

        using var token = await host.PostAsync(page + "?handler=Token", page, ("now", "false"));
        Assert.Contains("bxr_" + rig, await Text(token), StringComparison.Ordinal);
        Assert.True(token.Headers.CacheControl?.NoStore);
        Assert.Contains("A new token waits", await host.ReadAsync(page), StringComparison.Ordinal);

        using var nowhere = await host.PostAsync(page + "?handler=Move", page, ("toFarmId", OpaqueFarm));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
        using var made = await host.PostAsync("/farms/new", ("Name", "Attic"), ("TimeZone", "Etc/UTC"), ("once", OpaqueFarm));
        string attic = made.Headers.Location!.ToString()["/farms/".Length..];
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Move", page, ("toFarmId", attic))).StatusCode);
        Assert.Equal(attic, await host.Grains.GetGrain<IRigGrain>(rig).FarmOf());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page + "?handler=Delete", page)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Delete", page, ("sure", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"/rigs/{rig}")).StatusCode);
    }

    [Fact, Trait("bad-input", "96")]
    public async Task The_same_form_sent_twice_adds_one_rig_and_a_rig_in_use_keeps_its_token()
    {
        await using var host = await LiveHost.StartAsync();
        string form = $"/farms/{host.FarmId}/add-rig", once = "oncecnceonceonceonceonce22";
        using var first = await host.PostAsync(form, ("name", "oak-1"), ("once", once));
        using var second = await host.PostAsync(form, ("name", "oak-1"), ("once", once));
        string token = System.Text.RegularExpressions.Regex.Match(await Text(second), "bxr_[a-z0-9_]+").Value;
        var rig = Assert.Single((await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetView())!.Rigs);
        await host.UseTokenAsync(rig.RigId, token);
        using var back = await host.PostAsync(form, ("name", "oak-1"), ("once", once));
        Assert.Equal($"/rigs/{rig.RigId}", back.Headers.Location?.ToString());
        await host.UseTokenAsync(rig.RigId, token);
    }

    const string OpaqueFarm = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

    static int Count(string text, string what) => text.Split(what).Length - 1;

    static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
