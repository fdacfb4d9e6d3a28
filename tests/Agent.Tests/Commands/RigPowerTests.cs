using BloxOs.Agent.Commands;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Commands;

/// <summary>An agent that is not root asks root for what only root may do.</summary>
public sealed class RigPowerTests : IDisposable
{
    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reboot_and_shutdown_are_asked_of_the_helper()
    {
        await using var helper = new FakeRootHelper();
        var power = new RigPower(null, null, helper.Client, TimeProvider.System);
        Assert.True(power.CanAct);
        Assert.Null(await power.RebootAsync(Cancellation));
        Assert.Null(await power.ShutdownAsync(Cancellation));
        Assert.Equal(["reboot", "poweroff"], helper.Asked);
    }

    [Fact]
    public async Task A_command_that_is_set_is_run_by_the_agent_itself()
    {
        await using var helper = new FakeRootHelper();
        string ran = _folder.File("ran");
        var power = new RigPower([_folder.Script("own", $"echo x >> {ran}")], null, helper.Client, TimeProvider.System);
        Assert.Null(await power.RebootAsync(Cancellation));
        Assert.True(File.Exists(ran));
        Assert.Null(await power.ShutdownAsync(Cancellation));
        Assert.Equal(["poweroff"], helper.Asked);
    }

    [Theory]
    [InlineData("failed: systemctl reboot: no\n", "reboot: failed: systemctl reboot: no")]
    [InlineData("refused: unknown word\nok\n", "reboot: refused: unknown word")]
    [InlineData("ok", null)]
    [InlineData("ok and more", "reboot: ok and more")]
    [InlineData("one\u0007two\r\n", "reboot: one two")]
    [InlineData("", "reboot: * gave no answer")]
    public async Task What_it_says_is_the_result(string answer, string? result)
    {
        await using var helper = new FakeRootHelper(_ => answer);
        string? expected = result?.Replace("*", helper.Path, StringComparison.Ordinal);
        var power = new RigPower(null, null, helper.Client, TimeProvider.System);
        Assert.Equal(expected, await power.RebootAsync(Cancellation));
        if (expected is null) { return; }
        var command = await new PowerCommands(power, TimeProvider.System).RunAsync(new() { Kind = CommandKinds.Reboot }, Cancellation);
        Assert.Equal((CommandStates.Failed, expected), (command.State, command.Output));
    }

    /// <summary>A long answer, one that never ends, or none at all: it is cut in time and length.</summary>
    [Fact]
    public async Task A_helper_that_hangs_or_floods_holds_nobody_up()
    {
        await using var flood = new FakeRootHelper(_ => new string('x', 100_000));
        Assert.True((await flood.Client.AskAsync("reboot", TimeSpan.FromMinutes(1), Cancellation))!.Length < 1100);

        await using var hanging = new FakeRootHelper(_ => null);
        var time = new FakeTimeProvider();
        var asking = new RootHelper(time, hanging.Path).AskAsync("reboot", TimeSpan.FromSeconds(30), Cancellation);
        await Eventually.Async(() => hanging.Asked.Length == 1, cancellation: Cancellation);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal($"reboot: {hanging.Path} gave no answer within 30 s", await asking);
    }

    /// <summary>Nothing of this machine is rebooted: there is a command that stands for the system's in the other tests, and here the way is only looked at.</summary>
    [Fact]
    public async Task Without_the_helper_an_agent_that_is_not_root_says_so()
    {
        var none = new RootHelper(TimeProvider.System, _folder.File("none.sock"));
        Assert.False(new RigPower(null, null, none, TimeProvider.System).CanAct);
        Assert.False(new RigPower(["true"], null, none, TimeProvider.System).CanAct);
        Assert.True(new RigPower(["true"], ["true"], none, TimeProvider.System).CanAct);
        Assert.True(new RigPower(null, null, null, TimeProvider.System).CanAct);
        Assert.Equal((true, false), (RigPower.HelperFor(0, TimeProvider.System) is null, RigPower.HelperFor(998, TimeProvider.System) is null));
        Assert.StartsWith($"reboot: {_folder.File("none.sock")}: ", await none.AskAsync("reboot", TimeSpan.FromMinutes(1), Cancellation));
    }
}
