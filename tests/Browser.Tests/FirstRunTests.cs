using System.Net;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;

namespace BloxOs.Browser.Tests;

/// <summary>From an empty server to a live rig, as its owner does it.</summary>
public sealed class FirstRunTests(Chromium chromium)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_owner_is_made_a_rig_is_added_turns_online_and_offline_and_nobody_else_sees_it()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var owner = await chromium.VisitAsync(server.Url);
        string farmUrl = await server.SetUpAsync(owner);
        Assert.Contains("No rigs in Garage North yet", await owner.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        string token = await WebServer.AddRigAsync(owner, farmUrl, "oak-07");
        await owner.Page.GotoAsync(farmUrl);
        await owner.UntilAsync("document.querySelector('#live').textContent === 'Live'");
        Assert.Equal("not connected yet", await StateAsync(owner));

        using var stop = new CancellationTokenSource();
        var fleet = new SimulatedFleet(new() { Url = server.Url.ToString(), Drain = TimeSpan.Zero }, [new(token, FleetGenerator.Rig(seed: 5, index: 1))], TimeProvider.System);
        var running = fleet.RunAsync(stop.Token);
        await owner.UntilAsync("document.querySelector('.rig .st').getAttribute('aria-label') === 'mining' && document.querySelectorAll('.rig .gpu').length > 5");

        await stop.CancelAsync();
        await running;
        // Within 2 s of the closed socket; a loaded machine may take longer for the push to the page and this look at it.
        await owner.UntilAsync("document.querySelector('.rig .st').getAttribute('aria-label') === 'offline'");
        Assert.Empty(owner.Complaints);

        await SignOutAsync(owner);
        await owner.Page.GotoAsync(farmUrl);
        Assert.Contains("/sign-in", owner.Page.Url, StringComparison.Ordinal);
        await owner.SignInAsync(WebServer.Email, WebServer.Password);
        Assert.Equal(farmUrl, owner.Page.Url);

        var again = await owner.Page.GotoAsync("/setup");
        Assert.Equal((int)HttpStatusCode.NotFound, again!.Status);   // set-up is closed for ever
    }

    [Fact]
    public async Task Without_JavaScript_the_first_run_and_the_list_work()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var owner = await chromium.VisitAsync(server.Url, javaScript: false);
        string farmUrl = await server.SetUpAsync(owner);
        Assert.NotEmpty(await WebServer.AddRigAsync(owner, farmUrl, "fir-01"));
        await owner.Page.GotoAsync(farmUrl);
        Assert.Equal("fir-01", await owner.Page.InnerTextAsync(".rig .name"));
        await SignOutAsync(owner);
        await owner.Page.GotoAsync(farmUrl);
        Assert.Contains("/sign-in", owner.Page.Url, StringComparison.Ordinal);
    }

    static Task<string?> StateAsync(Visitor visitor) => visitor.Page.GetAttributeAsync(".rig .st", "aria-label");

    static async Task SignOutAsync(Visitor visitor)
    {
        await visitor.Page.ClickAsync("header.top summary");
        await visitor.Page.ClickAsync("form[action='/sign-out'] button");
        await visitor.Page.ArrivedAsync(url => !url.Contains("/farms/", StringComparison.Ordinal));
    }
}
