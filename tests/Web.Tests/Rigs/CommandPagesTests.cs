using System.Net;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Api;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Rigs;

public sealed class CommandPagesTests
{
    [Fact]
    public async Task A_button_gives_one_command_and_the_same_form_twice_gives_no_second()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        var page = await live.ReadAsync($"/rigs/{rigId}");
        Assert.Contains("Restart miners", page, StringComparison.Ordinal);
        string once = Between(page, "name=\"once\" value=\"", "\"");
        for (int i = 0; i < 2; i++)
        {
            using var answer = await live.PostAsync($"/rigs/{rigId}/commands?handler=Miner", $"/rigs/{rigId}", ("kind", "RestartMiner"), ("once", once));
            Assert.Equal((HttpStatusCode.Redirect, $"/rigs/{rigId}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        }
        var command = Assert.Single((await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands);
        Assert.Equal((CommandKind.RestartMiner, CommandPhase.Queued), (command.Kind, command.Phase));
        Assert.Contains("waits for the rig", await live.ReadAsync($"/rigs/{rigId}/commands"), StringComparison.Ordinal);

        using var cancelled = await live.PostAsync($"/rigs/{rigId}/commands?handler=Cancel", $"/rigs/{rigId}/commands", ("commandId", command.CommandId));
        Assert.Equal(HttpStatusCode.Redirect, cancelled.StatusCode);
        Assert.Contains("cancelled", await live.ReadAsync($"/rigs/{rigId}/commands"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_output_is_fetched_when_it_is_asked_for()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        var session = await live.ReportAsync(rigId);
        var grain = live.Grains.GetGrain<IRigGrain>(rigId);
        string id = OpaqueId.New();
        await grain.Order(live.FarmId, new(id, CommandKind.Diagnose, null, null, "Mara", TimeSpan.FromMinutes(5)));
        await grain.NoteCommand(session, new(id, CommandPhase.Ok, "first line\n" + new string('x', 5_000) + "the end", false));
        foreach (string path in (string[])[$"/rigs/{rigId}", $"/rigs/{rigId}/commands", $"/rigs/{rigId}/commands?output=../x", $"/rigs/{rigId}/commands?output={OpaqueId.New()}"])
        {
            string page = await live.ReadAsync(path);
            Assert.Contains($"/rigs/{rigId}/commands?output={id}#", page, StringComparison.Ordinal);
            Assert.DoesNotContain("the end", page, StringComparison.Ordinal);
        }
        Assert.Contains("the end", await live.ReadAsync($"/rigs/{rigId}/commands?output={id}"), StringComparison.Ordinal);
        Assert.Contains("the end", await live.ReadAsync($"/rigs/{rigId}/commands?handler=List&output={id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_dangerous_is_asked_again()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        using var answer = await live.PostAsync($"/rigs/{rigId}/commands?handler=Machine", $"/rigs/{rigId}", ("kind", "Reboot"));
        Assert.Equal($"/rigs/{rigId}/confirm?kind=Reboot", answer.Headers.Location!.ToString());
        Assert.Empty((await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands);
        var asked = await live.ReadAsync($"/rigs/{rigId}/confirm?kind=Reboot");
        Assert.Contains("Reboot oak?", asked, StringComparison.Ordinal);
        Assert.Contains("<h1>Update the agent on oak?</h1>", await live.ReadAsync($"/rigs/{rigId}/confirm?kind=UpdateAgent"), StringComparison.Ordinal);
        using var sure = await live.PostAsync($"/rigs/{rigId}/commands?handler=Machine", $"/rigs/{rigId}/confirm?kind=Reboot", ("kind", "Reboot"), ("sure", "true"));
        Assert.Equal(CommandKind.Reboot, Assert.Single((await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands).Kind);
        Assert.DoesNotContain("does not run as root", asked, StringComparison.Ordinal);
        await AssertUnableIsSaidAsync(live, rigId);
        Assert.Equal(HttpStatusCode.NotFound, (await live.GetAsync($"/rigs/{rigId}/confirm?kind=StopMiner")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await live.GetAsync($"/rigs/{rigId}/confirm")).StatusCode);
    }

    /// <summary>An agent that may not reboot its rig says so beforehand, and so do the pages, with the line that mends it.</summary>
    static async Task AssertUnableIsSaidAsync(LiveHost live, string rigId)
    {
        foreach (bool? able in (bool?[])[null, true, false])
        {
            await live.ReportAsync(rigId, new RigInventory { HostName = "host", CanReboot = able });
            Assert.Equal(able, RigAnswer.Of((await live.Grains.GetGrain<IRigGrain>(rigId).GetView())!).CanReboot);   // programs are told the same
            string line = $"/install.sh | sudo bash -s -- {live.Address.GetLeftPart(UriPartial.Authority)}<";
            Assert.Equal(able == false, (await live.ReadAsync($"/rigs/{rigId}")).Contains("cannot reboot it or shut it down", StringComparison.Ordinal));
            foreach (string kind in (string[])["Reboot", "Shutdown"]) { Assert.Equal(able == false, (await live.ReadAsync($"/rigs/{rigId}/confirm?kind={kind}")).Replace("<span>", "", StringComparison.Ordinal).Replace("</span>", "", StringComparison.Ordinal).Contains(line, StringComparison.Ordinal)); }
            Assert.DoesNotContain("does not run as root", await live.ReadAsync($"/rigs/{rigId}/confirm?kind=UpdateAgent"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Maintenance_is_begun_and_ended()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        foreach (bool on in (bool[])[true, false])
        {
            using var answer = await live.PostAsync($"/rigs/{rigId}/commands?handler=Maintenance", $"/rigs/{rigId}", ("on", on ? "true" : "false"));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(on, (await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Wanted.Maintenance);
        }
    }

    [Fact]
    public async Task An_operator_acts_on_miners_only_and_a_viewer_on_nothing()
    {
        await using var live = await LiveHost.StartAsync();
        string rigId = await live.AddRigAsync("oak");
        string userId = await live.BecomeStrangerAsync();
        var farm = live.Grains.GetGrain<IFarmGrain>(live.FarmId);
        foreach (var (level, miner, machine) in ((FarmLevel, HttpStatusCode, HttpStatusCode)[])[(FarmLevel.Viewer, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (FarmLevel.Operator, HttpStatusCode.Redirect, HttpStatusCode.Forbidden)])
        {
            await MakeMemberAsync(live, farm, userId, level);
            string page = await live.ReadAsync($"/rigs/{rigId}");
            Assert.Equal(level == FarmLevel.Operator, page.Contains("Restart miners", StringComparison.Ordinal));
            Assert.DoesNotContain("Shut down", page, StringComparison.Ordinal);
            using var first = await live.PostAsync($"/rigs/{rigId}/commands?handler=Miner", "/account", ("kind", "StopMiner"));
            using var second = await live.PostAsync($"/rigs/{rigId}/commands?handler=Machine", "/account", ("kind", "Shutdown"), ("sure", "true"));
            using var third = await live.PostAsync($"/rigs/{rigId}/commands?handler=Miner", "/account", ("kind", "Shutdown"));
            Assert.Equal((miner, machine), (first.StatusCode, second.StatusCode));
            Assert.Equal(level == FarmLevel.Operator ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden, third.StatusCode);
        }
        Assert.Equal(CommandKind.StopMiner, Assert.Single((await live.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands).Kind);
    }

    static async Task MakeMemberAsync(LiveHost live, IFarmGrain farm, string userId, FarmLevel level)
    {
        if ((await farm.GetMembers()).All(m => m.UserId != userId))
        {
            var made = await live.Grains.GetGrain<IFarmInvites>(live.FarmId).Invite(new(level, null, TimeSpan.FromDays(1), (await farm.GetMembers())[0].UserId));
            Assert.Equal(ChangeOutcome.Done, (await live.Grains.GetGrain<IFarmInvites>(live.FarmId).AcceptInvite(SecretToken.HashOf(made.Token!), userId, "jon@example.org")).Outcome);
            return;
        }
        await farm.ChangeLevel(userId, level);
    }

    static string Between(string text, string from, string to)
    {
        int at = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return text[at..text.IndexOf(to, at, StringComparison.Ordinal)];
    }
}
