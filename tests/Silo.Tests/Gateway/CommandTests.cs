using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Gateway;

public sealed class CommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_command_goes_to_the_agent_and_its_end_is_saved_before_it_is_noted()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        string id = await OrderAsync(rig.RigId, CommandKind.RestartMiner, "main");
        var command = await agent.ReadAsync<Command>();
        Assert.Equal((id, CommandKinds.RestartMiner, "main"), (command.Id, command.Kind, command.Instance));
        Assert.InRange(command.ExpiresInMilliseconds!.Value, 500_000, 600_000);

        await agent.SendAsync(new CommandState { Id = id, State = CommandStates.Started, At = 1 });
        await EventuallyAsync(rig.RigId, c => c.Phase == CommandPhase.Started);
        await agent.SendAsync(new CommandState { Id = id, State = CommandStates.Ok, Output = "main: done\r\n\u001b[31mred\u202e", At = 1 });
        Assert.Equal(id, (await agent.ReadAsync<CommandNoted>()).Id);
        var ended = Assert.Single(await CommandsAsync(rig.RigId));
        Assert.Equal((CommandPhase.Ok, "main: done\n\uFFFD[31mred\uFFFD"), (ended.Phase, ended.Output));
    }

    [Fact, Trait("bad-input", "45")]
    public async Task Times_are_the_servers_whatever_the_agent_says()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        var before = Now;
        string id = await OrderAsync(rig.RigId, CommandKind.Diagnose);
        await agent.ReadAsync<Command>();
        await agent.SendAsync(new CommandState { Id = id, State = CommandStates.Failed, At = before.AddYears(-3).ToUnixTimeMilliseconds() });
        await agent.ReadAsync<CommandNoted>();
        var ended = Assert.Single(await CommandsAsync(rig.RigId));
        Assert.InRange(ended.EndedAt!.Value, ended.CreatedAt, Now);
    }

    [Fact]
    public async Task An_agent_that_comes_again_gets_the_same_command_with_the_time_that_is_left()
    {
        var rig = await host.AddRigAsync();
        string id = await OrderAsync(rig.RigId, CommandKind.StopMiner);
        Assert.Equal(CommandPhase.Queued, Assert.Single(await CommandsAsync(rig.RigId)).Phase);
        long left;
        var (first, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using (first)
        {
            Assert.Equal(rig.RigId, welcome.RigId);
            var sent = await first.ReadAsync<Command>();
            Assert.Equal(id, sent.Id);
            left = sent.ExpiresInMilliseconds!.Value;
            first.Reset();
        }
        var (second, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = second;
        var again = await second.ReadAsync<Command>();
        Assert.Equal(id, again.Id);
        Assert.True(again.ExpiresInMilliseconds < left);
        await second.SendAsync(new CommandState { Id = id, State = CommandStates.Unknown });
        await second.ReadAsync<CommandNoted>();
        Assert.Equal(CommandPhase.Unknown, Assert.Single(await CommandsAsync(rig.RigId)).Phase);
    }

    [Fact, Trait("bad-input", "43")]
    public async Task Words_on_commands_that_nobody_gave_are_ignored_and_long_output_is_cut()
    {
        var (rig, other) = (await host.AddRigAsync(), await host.AddRigAsync());
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        string queued = await OrderAsync(other.RigId, CommandKind.Reboot);
        await agent.SendAsync(new CommandState { Id = queued, State = CommandStates.Ok });
        Assert.Equal(queued, (await agent.ReadAsync<CommandNoted>()).Id);
        foreach (string odd in (string[])["{\"type\":\"commandState\"}", "{\"type\":\"commandState\",\"id\":\"x\",\"state\":\"flying\"}", "{\"type\":\"commandState\",\"id\":\"" + new string('i', 65) + "\",\"state\":\"ok\"}"])
        {
            await agent.SendTextAsync(odd);
        }
        Assert.Equal(CommandPhase.Queued, Assert.Single(await CommandsAsync(other.RigId)).Phase);

        string id = await OrderAsync(rig.RigId, CommandKind.Diagnose);
        await agent.ReadAsync<Command>();
        await agent.SendAsync(new CommandState { Id = id, State = CommandStates.Ok, Output = "the beginning" + new string('ä', 10_000) + "the end" });
        await agent.ReadAsync<CommandNoted>();
        var ended = (await host.Rig(rig.RigId).GetCommand(id))!;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(ended.Output!), 16_000, ProtocolLimits.CommandOutputBytes);
        Assert.EndsWith("the end", ended.Output, StringComparison.Ordinal);
        Assert.True(ended.Cut);

        await agent.SendAsync(new CommandState { Id = id, State = CommandStates.Failed, Output = "twice" });
        await agent.ReadAsync<CommandNoted>();
        Assert.Equal(CommandPhase.Ok, Assert.Single(await CommandsAsync(rig.RigId)).Phase);
    }

    [Fact]
    public async Task An_agent_of_before_is_told_nothing_and_its_commands_fail()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using var open = agent;
        await OrderAsync(rig.RigId, CommandKind.Reboot);
        var failed = await EventuallyAsync(rig.RigId, c => c.Phase == CommandPhase.Failed);
        Assert.Contains("too old", failed.Output, StringComparison.Ordinal);
        await agent.HeartbeatAsync();   // reads acknowledgements only
    }

    [Fact]
    public async Task What_the_rig_made_of_it_is_shown_and_its_log_comes_while_somebody_looks()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        await agent.SendAsync(new Applied
        {
            Revision = 3, Recovering = "restarting main",
            Miners = [new() { Name = "main", Miner = "t-rex", State = "waiting", NextStartInMilliseconds = 60_000, ExitCode = 139, Exits = 2, LastLines = ["a\u0007b"] }, new() { Name = "Bad Name", State = "running" }],
        });
        var applied = (await OrdersAsync(rig.RigId, o => o.Applied is not null)).Applied!;
        var miner = Assert.Single(applied.Miners);
        Assert.Equal((3, "restarting main", MinerPhase.Waiting, 139, "a\uFFFDb"), (applied.Revision, applied.Recovering, miner.Phase, miner.ExitCode!.Value, miner.LastLines[0]));
        Assert.InRange(miner.NextStartAt!.Value, Now.AddSeconds(1), Now.AddSeconds(61));

        await agent.SendAsync(new MinerLog { Instance = "main", First = 1, Lines = ["nobody looks"] });
        await agent.HeartbeatAsync();
        Assert.Empty((await host.Rig(rig.RigId).WatchLog("main", 0)).Lines);
        var watch = await agent.ReadAsync<WatchLog>();
        Assert.Equal(("main", 0, 20), (watch.Instance, watch.After, watch.Seconds));
        await agent.SendAsync(new MinerLog { Instance = "main", First = 5, Lines = ["five", new string('x', 600)] });
        MinerLogLines? lines = null;
        await Eventually.Async(async () => !(lines = await host.Rig(rig.RigId).WatchLog("main", 0)).Lines.IsEmpty, what: "lines", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((5, "five", ProtocolLimits.LogLineLength), (lines!.First, lines.Lines[0], lines.Lines[1].Length));
        Assert.Empty((await host.Rig(rig.RigId).WatchLog("main", 6)).Lines);
        Assert.Empty((await host.Rig(rig.RigId).WatchLog("../x", 0)).Lines);
    }

    async Task<string> OrderAsync(string rigId, CommandKind kind, string? instance = null)
    {
        var answer = await host.Rig(rigId).Order(host.Farm.GetPrimaryKeyString(), new(OpaqueId.New(), kind, instance, null, "Mara", TimeSpan.FromMinutes(10)));
        Assert.Equal(ChangeOutcome.Done, answer.Outcome);
        return answer.Command!.CommandId;
    }

    async Task<IReadOnlyList<RigCommand>> CommandsAsync(string rigId) => (await host.Rig(rigId).GetOrders())!.Commands;

    async Task<RigOrders> OrdersAsync(string rigId, Func<RigOrders, bool> wanted)
    {
        RigOrders? orders = null;
        await Eventually.Async(async () => wanted((orders = await host.Rig(rigId).GetOrders())!), what: "the orders to be as wanted", cancellation: TestContext.Current.CancellationToken);
        return orders!;
    }

    async Task<RigCommand> EventuallyAsync(string rigId, Func<RigCommand, bool> wanted) => (await OrdersAsync(rigId, o => o.Commands.Any(wanted))).Commands.First(wanted);
}
