using BloxOs.Grains.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Commands;

public sealed class RigCommandTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    long _session;

    [Fact]
    public async Task A_command_is_saved_before_it_is_sent_and_its_end_before_the_rig_may_forget_it()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        var answer = await rig.Of(0).Order(rig.FarmId, Order("a"));
        Assert.Equal((ChangeOutcome.Done, CommandPhase.Sent), (answer.Outcome, answer.Command!.Phase));
        await DeliveredAsync(rig, session, "a");

        await silos.Cluster.DeactivateAsync(rig.Of(0));   // as a crash between saving and sending: the next connection gets it
        var stored = Assert.Single(await CommandsAsync(rig));
        Assert.Equal((CommandPhase.Sent, "Mara"), (stored.Phase, stored.OrderedBy));
        var next = await AttachAsync(rig, 1);
        var again = await DeliveredAsync(rig, next, "a");
        Assert.Equal((stored.CommandId, stored.NotAfter), (again.CommandId, again.NotAfter));

        Assert.Equal(new(true, false), await rig.Of(1).NoteCommand(next, new("a", CommandPhase.Started, null, false)));
        Assert.Equal(new(true, true), await rig.Of(1).NoteCommand(next, new("a", CommandPhase.Ok, "done", false)));
        await silos.Cluster.DeactivateAsync(rig.Of(0));
        stored = Assert.Single(await CommandsAsync(rig));
        Assert.Equal((CommandPhase.Ok, "done"), (stored.Phase, stored.Output));
        Assert.NotNull(stored.EndedAt);
    }

    [Fact]
    public async Task What_did_not_reach_a_standing_connection_is_delivered_again()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        silos.Failing[rig.RigId] = new([null, RigDelivery.NotThere, null]);
        await rig.Of(0).Order(rig.FarmId, Order("a"));
        await rig.Of(0).Order(rig.FarmId, Order("b"));
        await DeliveredAsync(rig, session, "a");
        await DeliveredAsync(rig, session, "b");

        await rig.Of(0).NoteCommand(session, new("a", CommandPhase.Ok, null, false));
        await rig.Of(0).NoteCommand(session, new("b", CommandPhase.Ok, null, false));
        silos.Failing[rig.RigId] = new([null, RigDelivery.NotThere]);
        Assert.Equal(ChangeOutcome.Done, (await rig.Of(0).ChangeWanted(rig.FarmId, WantedWork.None with { Maintenance = true })).Outcome);
        await Eventually.Async(
            () => Task.FromResult(silos.Delivered.Any(d => d.Session == session && d.Order is OrderWork { Wanted.Revision: 1 })), TimeSpan.FromSeconds(60), "the work to be delivered", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_rig_that_was_away_gets_what_waits_in_its_order()
    {
        var rig = await AddAsync();
        foreach (string id in (string[])["a", "b", "c"]) { Assert.Equal(CommandPhase.Queued, (await rig.Of(0).Order(rig.FarmId, Order(id))).Command!.Phase); }
        Assert.Equal(ChangeOutcome.Done, (await rig.Of(0).CancelCommand(rig.FarmId, "b")).Outcome);
        var session = await AttachAsync(rig, 0);
        await DeliveredAsync(rig, session, "c");
        Assert.Equal(["a", "c"], Delivered(rig, session).Select(c => c.CommandId));
        Assert.Equal([CommandPhase.Sent, CommandPhase.Cancelled, CommandPhase.Sent], (await CommandsAsync(rig)).Select(c => c.Phase));
        Assert.Equal(ChangeOutcome.Refused, (await rig.Of(0).CancelCommand(rig.FarmId, "a")).Outcome);
    }

    [Fact]
    public async Task What_waits_too_long_expires_by_the_servers_clock_and_is_never_sent()
    {
        var rig = await AddAsync();
        await rig.Of(0).Order(rig.FarmId, Order("a") with { ExpiresIn = TimeSpan.FromSeconds(10) });
        silos.Time.Advance(TimeSpan.FromSeconds(11));
        await Eventually.Async(async () => (await CommandsAsync(rig))[0].Phase == CommandPhase.Expired, TimeSpan.FromSeconds(60), "the command to expire", TestContext.Current.CancellationToken);
        var session = await AttachAsync(rig, 0);
        await rig.Of(0).Order(rig.FarmId, Order("b"));
        await DeliveredAsync(rig, session, "b");
        Assert.Equal(["b"], Delivered(rig, session).Select(c => c.CommandId));
    }

    [Fact]
    public async Task A_rig_that_moves_to_another_silo_keeps_all()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        await rig.Of(0).Order(rig.FarmId, Order("a"));
        await rig.Of(0).NoteCommand(session, new("a", CommandPhase.Started, null, false));
        await rig.Of(0).Apply(session, new() { Revision = 0, Miners = [new() { Name = "main", Phase = MinerPhase.Running }] });
        await MoveAsync(rig, 1);
        var orders = (await rig.Of(1).GetOrders())!;
        Assert.Equal((CommandPhase.Started, "main"), (orders.Commands[0].Phase, orders.Applied!.Miners[0].Name));
        Assert.Equal(new(true, true), await rig.Of(1).NoteCommand(session, new("a", CommandPhase.Ok, null, false)));
    }

    [Fact]
    public async Task A_rig_that_goes_to_another_farm_leaves_its_commands_outputs_and_wallets_behind()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        await rig.Of(0).Order(rig.FarmId, Order("done"));
        await DeliveredAsync(rig, session, "done");
        await rig.Of(0).NoteCommand(session, new("done", CommandPhase.Ok, "wallet of the old farm", false));
        await rig.Of(0).Detach(session, silos.Time.GetUtcNow());
        await rig.Of(0).Order(rig.FarmId, Order("waits"));
        var miner = new WantedMiner { Name = "main", Miner = "t-rex", Algorithms = [new() { Algorithm = "kawpow", Pools = [new() { Host = "pool.example", Port = 1, User = "wallet of the old farm" }] }] };
        Assert.Equal(ChangeOutcome.Done, (await rig.Of(0).ChangeWanted(rig.FarmId, WantedWork.None with { Maintenance = true, Miners = [miner] })).Outcome);

        var other = await silos.AddFarmAsync();
        Assert.Equal(ChangeOutcome.Done, (await rig.Of(0).Move(rig.FarmId, other.GetPrimaryKeyString())).Outcome);
        var orders = (await rig.Of(0).GetOrders())!;
        Assert.Equal([("waits", CommandPhase.Cancelled), ("done", CommandPhase.Ok)], orders.Commands.Select(c => (c.CommandId, c.Phase)));
        Assert.DoesNotContain(orders.Commands, c => c.Output?.Contains("wallet", StringComparison.Ordinal) == true);
        Assert.Equal((2, true), (orders.Wanted.Revision, orders.Wanted.Maintenance));
        Assert.Null(orders.Wanted.Miners);
    }

    [Fact]
    public async Task An_agent_that_takes_no_orders_fails_them_with_a_clear_text()
    {
        var rig = await AddAsync();
        await rig.Of(0).Order(rig.FarmId, Order("waits"));
        await AttachAsync(rig, 0, revision: null);
        var late = (await rig.Of(0).Order(rig.FarmId, Order("late"))).Command!;
        Assert.All([late, .. await CommandsAsync(rig)], c => Assert.Equal((CommandPhase.Failed, true), (c.Phase, c.Output!.Contains("too old", StringComparison.Ordinal))));
        Assert.True((await rig.Of(0).GetOrders())!.TooOld);
        await AttachAsync(rig, 0);
        Assert.Equal(CommandPhase.Sent, (await rig.Of(0).Order(rig.FarmId, Order("new"))).Command!.Phase);
    }

    [Fact, Trait("bad-input", "43")]
    public async Task Another_rigs_and_an_older_connections_word_is_not_taken()
    {
        var (rig, other) = (await AddAsync(), await AddAsync());
        var older = await AttachAsync(rig, 0);
        var session = await AttachAsync(rig, 0);
        var otherSession = await AttachAsync(other, 0);
        await rig.Of(0).Order(rig.FarmId, Order("a"));
        Assert.Equal(new(false, true), await other.Of(0).NoteCommand(otherSession, new("a", CommandPhase.Ok, null, false)));
        Assert.Equal(default, await rig.Of(0).NoteCommand(older, new("a", CommandPhase.Ok, null, false)));
        Assert.Equal(CommandPhase.Sent, (await CommandsAsync(rig))[0].Phase);
        Assert.Equal(ChangeOutcome.NotFound, (await rig.Of(0).Order(other.FarmId, Order("b"))).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await rig.Of(0).CancelCommand(other.FarmId, "a")).Outcome);
        Assert.True((await rig.Of(0).NoteCommand(session, new("a", CommandPhase.Ok, null, false))).Counts);
    }

    [Fact]
    public async Task A_rig_that_is_deleted_forgets_what_it_was_told()
    {
        var rig = await AddAsync();
        await rig.Of(0).Order(rig.FarmId, Order("a"));
        await rig.Of(0).Delete(rig.FarmId);
        Assert.Null(await rig.Of(0).GetOrders());
        Assert.Equal(ChangeOutcome.NotFound, (await rig.Of(0).Order(rig.FarmId, Order("b"))).Outcome);
    }

    [Fact]
    public async Task What_happened_is_told_once_per_sample()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        RigHappening[] happened = [new() { Kind = "minerEnded", Text = "exit code 1", Instance = "main" }, new() { Kind = "somethingNew", Text = "strange", BusId = "0000:0a:00.0" }];
        await rig.Of(0).NoteHappenings(session, 5, happened);
        await rig.Of(0).NoteHappenings(session, 5, happened);
        await silos.Cluster.DeactivateAsync(rig.Of(0));
        session = await AttachAsync(rig, 0);
        await rig.Of(0).NoteHappenings(session, 5, happened);
        // The rig's coming and going is told beside it, as the machine's speed has it.
        IEnumerable<RigEvent> Told() => silos.Events.Where(e => e.RigId == rig.RigId && e.Action is not ("rig.online" or "rig.offline"));
        var told = Told().ToList();
        Assert.Equal(["rig.miner-ended", "rig.event"], told.Select(e => e.Action));
        Assert.Equal(("main", "exit code 1"), (told[0].Changes[0].Field, told[0].Changes[0].After));
        await rig.Of(0).NoteHappenings(session, 6, happened[..1]);
        Assert.Equal(3, Told().Count());
    }

    [Fact]
    public async Task What_happened_is_not_saved_with_each_sample_but_with_what_is_saved_next()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        await rig.Of(0).NoteHappenings(session, 5, [new() { Kind = "recovery", Text = "once" }]);
        await rig.Of(0).Order(rig.FarmId, Order("a"));   // saves
        await silos.Cluster.DeactivateAsync(rig.Of(0));
        await rig.Of(0).NoteHappenings(await AttachAsync(rig, 0), 5, [new() { Kind = "recovery", Text = "once" }]);
        Assert.Single(silos.Events, e => e.RigId == rig.RigId && e.Action == "rig.recovery");
    }

    [Fact]
    public async Task Lists_carry_reasons_and_no_logs()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        string log = new('x', 16_000);
        foreach (var (id, output) in (List<(string, string)>)[("short", "no such miner"), ("long", log)])
        {
            await rig.Of(0).Order(rig.FarmId, Order(id));
            await rig.Of(0).NoteCommand(session, new(id, CommandPhase.Failed, output, true));
        }
        var commands = (await rig.Of(0).GetOrders())!.Commands;
        Assert.Equal([("long", null, true), ("short", "no such miner", false)], commands.Select(c => (c.CommandId, c.Output, c.OutputLeftOut)));
        Assert.Equal((log, true, false), await rig.Of(0).GetCommand("long") is { } whole ? (whole.Output, whole.Cut, whole.OutputLeftOut) : default);
        Assert.Null(await rig.Of(0).GetCommand("other"));
        await silos.Cluster.DeactivateAsync(rig.Of(0));
        Assert.Equal(log, (await rig.Of(0).GetCommand("long"))!.Output);
    }

    [Fact]
    public async Task What_cannot_be_sent_for_want_of_a_key_is_said_until_it_can()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        silos.Failing[rig.RigId] = new([RigDelivery.Sealed]);
        await rig.Of(0).ChangeWanted(rig.FarmId, WantedWork.None with { Maintenance = true });
        await HeldAsync(true);
        await MoveAsync(rig, 1);
        Assert.Contains("BloxOs:KeyFile", (await rig.Of(1).GetOrders())!.HeldBack, StringComparison.Ordinal);
        await rig.Of(1).ChangeWanted(rig.FarmId, WantedWork.None with { Revision = 1 });
        await HeldAsync(false);
        await rig.Of(1).Detach(session, silos.Time.GetUtcNow());

        Task HeldAsync(bool held) => Eventually.Async(
            async () => (await rig.Of(1).GetOrders())!.HeldBack is not null == held, what: "word that it is held back", cancellation: TestContext.Current.CancellationToken);
    }

    [Fact, Trait("bad-input", "54")]
    public async Task A_rig_that_has_something_else_under_the_wanted_revision_is_told_of_and_told_anew()
    {
        var rig = await AddAsync();
        var session = await AttachAsync(rig, 0);
        await rig.Of(0).ChangeWanted(rig.FarmId, WantedWork.None with { Maintenance = true });
        await rig.Of(0).Apply(session, new() { Revision = 1, Digest = "digest 1 True" });
        Assert.False((await rig.Of(0).GetOrders())!.Applied!.Differs);
        await rig.Of(0).Apply(session, new() { Revision = 1 });   // an older agent says none
        Assert.False((await rig.Of(0).GetOrders())!.Applied!.Differs);

        await rig.Of(0).Apply(session, new() { Revision = 1, Digest = "of somebody else" });
        var orders = (await rig.Of(0).GetOrders())!;
        Assert.Equal((true, 2), (orders.Applied!.Differs, orders.Wanted.Revision));
        await Eventually.Async(
            () => Task.FromResult(silos.Delivered.Any(d => d.Session == session && d.Order is OrderWork { Wanted: { Revision: 2, Maintenance: true } })), what: "the work to come again", cancellation: TestContext.Current.CancellationToken);
        await rig.Of(0).Apply(session, new() { Revision = 2, Digest = "still of somebody else" });
        orders = (await rig.Of(0).GetOrders())!;
        Assert.Equal((true, 2), (orders.Applied!.Differs, orders.Wanted.Revision));   // once for each connection
        Assert.Single(silos.Events, e => e.RigId == rig.RigId && e.Action == "rig.differs");
        await rig.Of(0).Apply(session, new() { Revision = 2, Digest = "digest 2 True" });
        Assert.False((await rig.Of(0).GetOrders())!.Applied!.Differs);
    }

    static CommandOrder Order(string id) => new(id, CommandKind.RestartMiner, "main", null, "Mara", TimeSpan.FromMinutes(10));

    static async Task<IReadOnlyList<RigCommand>> CommandsAsync(TestRig rig) => [.. (await rig.Of(1).GetOrders())!.Commands.Reverse()];

    List<RigCommand> Delivered(TestRig rig, RigSession session) =>
        [.. silos.Delivered.Where(d => d.RigId == rig.RigId && d.Session == session).Select(d => d.Order).OfType<OrderCommand>().Select(o => o.Command)];

    async Task<RigCommand> DeliveredAsync(TestRig rig, RigSession session, string id)
    {
        RigCommand? found = null;
        await Eventually.Async(() => (found = Delivered(rig, session).Find(c => c.CommandId == id)) is not null, what: $"command {id} to be delivered", cancellation: TestContext.Current.CancellationToken);
        return found!;
    }

    async Task<RigSession> AttachAsync(TestRig rig, int silo, long? revision = 0)
    {
        var session = new RigSession(silos.Address(silo), ++_session);
        await MoveAsync(rig, silo);
        Assert.True((await rig.Of(silo).Attach(session, rig.Token, RigInventory.Empty with { HostName = "north" })).Attached);
        await rig.Of(silo).Ready(session, revision);
        return session;
    }

    /// <summary>Lets the agent come to this silo, and waits for the grain to follow.</summary>
    async Task MoveAsync(TestRig rig, int silo)
    {
        Assert.Equal(RigAuthentication.Accepted, await rig.Of(silo).Authenticate(rig.Token, silos.Address(silo)));
        await Eventually.Async(async () => silos.Address(silo).Equals(await silos.WhereAsync(rig.Of(silo))), what: "the grain to move", cancellation: TestContext.Current.CancellationToken);
    }

    async Task<TestRig> AddAsync()
    {
        var farm = await silos.AddFarmAsync();
        var added = await farm.AddRig("rig");
        return new(added.RigId, farm.GetPrimaryKeyString(), RigToken.HashOf(added.Token), silo => silos.Of(silo).GetGrain<IRigGrain>(added.RigId));
    }

    sealed record TestRig(string RigId, string FarmId, byte[] Token, Func<int, IRigGrain> Of);
}
