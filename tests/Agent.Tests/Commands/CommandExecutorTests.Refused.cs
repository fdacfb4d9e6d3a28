using BloxOs.Agent.Commands;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Commands;

/// <summary>What is not begun, or is begun without a record.</summary>
public sealed partial class CommandExecutorTests
{
    [Fact, Trait("bad-input", "67")]
    public async Task What_cannot_be_written_down_is_not_begun()
    {
        Directory.CreateDirectory(_folder.File("commands.begun"));
        Run();
        _executor.Receive(Order("a"));
        await ToldAsync(1);
        Assert.Equal(CommandStates.Failed, _told.Single().State);
        Assert.Contains("nothing was done", _told.Single().Output);
        Assert.Empty(_counted.Begun);
    }

    [Theory, Trait("bad-input", "67")]
    [InlineData(CommandKinds.StartMiner)]
    [InlineData(CommandKinds.StopMiner)]
    [InlineData(CommandKinds.RestartMiner)]
    [InlineData(CommandKinds.Diagnose)]
    public async Task What_does_no_harm_twice_is_done_though_the_disk_takes_no_writes(string kind)
    {
        Directory.CreateDirectory(_folder.File("commands.begun"));
        var harmless = new Slow(kind) { Open = true, Real = kind == CommandKinds.Diagnose ? new Diagnosis(null!, null!, new(), _time) : new MinerCommands(null!) };
        Use(harmless);
        Run();
        _executor.Receive(Order("a") with { Kind = kind });
        await ToldAsync(2);
        _executor.Receive(Order("a") with { Kind = kind });
        await ToldAsync(3);
        Assert.Equal([CommandStates.Started, CommandStates.Ok, CommandStates.Ok], _told.Select(s => s.State));
        Assert.Equal(["a"], harmless.Begun);
    }

    [Theory, Trait("bad-input", "67")]
    [InlineData(CommandKinds.Reboot, 11, true)]
    [InlineData(CommandKinds.Reboot, 9, false)]
    [InlineData(CommandKinds.Shutdown, 11, true)]
    [InlineData(CommandKinds.Shutdown, 9, false)]
    public async Task A_person_can_reboot_a_rig_whose_disk_takes_no_writes_unless_it_just_did(string kind, int minutes, bool done)
    {
        Directory.CreateDirectory(_folder.File("commands.begun"));
        var power = new Slow(kind) { Open = true, Real = new PowerCommands(new(null, null, null, _time), _time, () => TimeSpan.FromMinutes(minutes)) };
        Use(power);
        Run();
        _executor.Receive(Order("a") with { Kind = kind });
        await ToldAsync(done ? 2 : 1);
        Assert.Equal(done ? ["a"] : Array.Empty<string>(), power.Begun);
        if (!done) { Assert.Contains("booted less than", _told.Single().Output); }
    }

    [Fact, Trait("bad-input", "56")]
    public async Task An_id_that_waits_is_not_taken_for_another_command()
    {
        _executor.Receive(Order("a"));
        _executor.Receive(Order("a"));
        Assert.Empty(_told);
        _executor.Receive(Order("a") with { Kind = CommandKinds.Shutdown });
        Assert.Contains("another command; nothing was done", Assert.Single(_told).Output);
        Run();
        await ToldAsync(3);
        Assert.Equal(["a"], _counted.Done);
    }

    [Fact]
    public async Task When_the_agent_does_not_end_after_all_the_other_lanes_go_on()
    {
        var (agent, stop) = (new Slow(CommandKinds.RestartAgent), new Slow(CommandKinds.StopMiner) { Open = true });
        Use(agent, stop);
        Run();
        _executor.Receive(Order("restart") with { Kind = CommandKinds.RestartAgent });
        await ToldAsync(1);
        await _executor.SettleAsync(TimeSpan.FromSeconds(25), Cancellation);
        _executor.Receive(Order("stop") with { Kind = CommandKinds.StopMiner });
        // The restart fails.
        agent.Open = true;
        await Eventually.Async(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return _told.Any(t => t is { Id: "stop", State: CommandStates.Ok });
            },
            what: "the other lane", cancellation: Cancellation);
    }

    [Fact]
    public async Task What_was_never_begun_is_not_written_and_pushes_nothing_out()
    {
        Run();
        _executor.Receive(Order("begun"));
        await ToldAsync(2);
        byte[] before = await File.ReadAllBytesAsync(Ledger, Cancellation);
        for (int i = 0; i < CommandLedger.Capacity + 10; i++)
        {
            _executor.Receive(Order($"late{i}") with { ExpiresInMilliseconds = 0 });
            await ToldAsync(3 + i);
        }
        Assert.Equal(before, await File.ReadAllBytesAsync(Ledger, Cancellation));
        _executor.Receive(Order("begun"));
        await ToldAsync(3 + CommandLedger.Capacity + 10);
        Assert.Equal(["begun"], _counted.Begun);
    }
}
