using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Tests.Commands;

public sealed class CommandBookTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-29T12:00:00Z");

    readonly List<RigCommand> _commands = [];

    [Fact]
    public void A_command_for_a_connected_rig_is_sent_and_one_for_another_waits()
    {
        Assert.Equal((CommandPhase.Sent, Now, Now.AddMinutes(10)), Add("a", connected: true) is var sent ? (sent.Phase, sent.SentAt!.Value, sent.NotAfter) : default);
        Assert.Equal((CommandPhase.Queued, null), Add("b", connected: false) is var queued ? (queued.Phase, queued.SentAt) : default);
        Assert.Equal(["a"], CommandBook.Sent(_commands).Select(c => c.CommandId));
        Assert.True(CommandBook.Send(_commands, Now.AddSeconds(5)));
        Assert.Equal(Now.AddSeconds(5), CommandBook.Find(_commands, "b")!.SentAt);
        Assert.Equal(["a", "b"], CommandBook.Sent(_commands).Select(c => c.CommandId));
        Assert.False(CommandBook.Send(_commands, Now));
    }

    [Fact]
    public void The_same_id_is_the_same_command()
    {
        Add("a", connected: true);
        Note("a", CommandPhase.Ok);
        var again = CommandBook.Add(_commands, Order("a"), connected: true, Now);
        Assert.Equal((ChangeOutcome.Done, CommandPhase.Ok, CommandKind.StopMiner), (again.Outcome, again.Command!.Phase, again.Command.Kind));
        Assert.Equal(ChangeOutcome.Refused, CommandBook.Add(_commands, Order("a") with { Kind = CommandKind.Reboot }, connected: true, Now).Outcome);
        Assert.Equal(ChangeOutcome.Refused, CommandBook.Add(_commands, Order("a") with { Instance = "main" }, connected: true, Now).Outcome);
        Assert.Single(_commands);
    }

    [Fact]
    public void A_begun_command_is_offered_without_time_and_is_unknown_when_the_rig_has_forgotten_it()
    {
        Assert.Equal(Now.AddMinutes(10), OrderCommand.Of(Add("a", connected: true)).Command.NotAfter);
        Note("a", CommandPhase.Started);
        Assert.True(OrderCommand.Of(_commands[0]).Command.NotAfter < Now);
        Assert.Equal(new(Counts: true, Forget: true), Note("a", CommandPhase.Expired));
        Assert.Equal(CommandPhase.Unknown, _commands[0].Phase);
        Assert.False(Note("a", CommandPhase.Expired).Counts);
        Assert.True(Note("a", CommandPhase.Ok).Counts);
    }

    [Fact]
    public void An_agent_that_takes_no_orders_fails_only_what_no_agent_had()
    {
        Add("waits", connected: false);
        Add("sent", connected: true);
        Add("begun", connected: true);
        Note("begun", CommandPhase.Started);
        Assert.True(CommandBook.Fail(_commands, "too old.", Now));
        Assert.Equal([CommandPhase.Failed, CommandPhase.Unknown, CommandPhase.Unknown], _commands.Select(c => c.Phase));
    }

    [Fact, Trait("bad-input", "49")]
    public void At_most_64_wait_and_all_come_to_an_end()
    {
        for (int i = 0; i < 64; i++) { Add($"c{i}", connected: i % 2 == 0); }
        Assert.Equal(ChangeOutcome.Refused, CommandBook.Add(_commands, Order("more"), connected: true, Now).Outcome);
        Assert.False(CommandBook.Sweep(_commands, Now.AddMinutes(10)));
        Assert.True(CommandBook.Sweep(_commands, Now.AddMinutes(10).AddSeconds(1)));
        Assert.Equal(32, _commands.Count(c => c.Phase == CommandPhase.Expired));
        Assert.Equal(ChangeOutcome.Done, CommandBook.Add(_commands, Order("more"), connected: false, Now.AddMinutes(11)).Outcome);
        Assert.True(CommandBook.Sweep(_commands, Now.AddMinutes(12).AddSeconds(1)));
        Assert.Equal((32, 1), (_commands.Count(c => c.Phase == CommandPhase.Unknown), _commands.Count(c => !c.IsOver)));
    }

    [Fact, Trait("bad-input", "43")]
    public void A_word_on_a_foreign_an_unsent_or_an_ended_command_changes_nothing()
    {
        Assert.Equal(new(Counts: false, Forget: true), Note("nobody's", CommandPhase.Ok));
        Add("a", connected: false);
        Assert.Equal(new(Counts: false, Forget: false), Note("a", CommandPhase.Ok));
        Assert.Equal(CommandPhase.Queued, Assert.Single(_commands).Phase);

        CommandBook.Send(_commands, Now);
        Assert.Equal(new(Counts: true, Forget: false), Note("a", CommandPhase.Started));
        Assert.Equal(new(Counts: false, Forget: false), Note("a", CommandPhase.Started));
        Assert.Equal(new(Counts: true, Forget: true), Note("a", CommandPhase.Failed, "no such miner"));
        var ended = Assert.Single(_commands);
        Assert.Equal(new(Counts: false, Forget: true), Note("a", CommandPhase.Ok, "again"));
        Assert.Equal(new(Counts: false, Forget: false), Note("a", CommandPhase.Started));
        Assert.Same(ended, Assert.Single(_commands));
        Assert.Equal((CommandPhase.Failed, "no such miner"), (ended.Phase, ended.Output));
    }

    [Fact]
    public void A_rig_that_comes_back_late_knows_better_than_the_servers_guess()
    {
        Add("a", connected: true);
        Note("a", CommandPhase.Started);
        Assert.False(CommandBook.Sweep(_commands, Now.AddMinutes(15)));
        Assert.True(CommandBook.Sweep(_commands, Now.AddMinutes(16)));
        Assert.Equal(CommandPhase.Unknown, _commands[0].Phase);
        Assert.True(Note("a", CommandPhase.Ok).Counts);
        Assert.Equal(CommandPhase.Ok, _commands[0].Phase);
        Assert.False(Note("a", CommandPhase.Failed).Counts);
    }

    [Fact]
    public void Only_what_no_rig_can_have_is_taken_back()
    {
        Add("waits", connected: false);
        Add("sent", connected: true);
        Assert.Equal(ChangeOutcome.NotFound, CommandBook.Cancel(_commands, "other", Now).Outcome);
        Assert.Equal(ChangeOutcome.Refused, CommandBook.Cancel(_commands, "sent", Now).Outcome);
        Assert.Equal((ChangeOutcome.Done, CommandPhase.Cancelled), CommandBook.Cancel(_commands, "waits", Now) is var done ? (done.Outcome, done.Command!.Phase) : default);
        Assert.Equal(ChangeOutcome.Done, CommandBook.Cancel(_commands, "waits", Now).Outcome);
        Assert.False(CommandBook.Send(_commands, Now));
        Note("sent", CommandPhase.Ok);
        Assert.Equal(ChangeOutcome.Refused, CommandBook.Cancel(_commands, "sent", Now).Outcome);
    }

    [Fact]
    public void History_and_outputs_are_bounded_and_what_waits_is_never_forgotten()
    {
        Add("waits", connected: false);
        for (int i = 0; i < 150; i++)
        {
            Add($"c{i}", connected: true);
            Note($"c{i}", CommandPhase.Ok, new string('x', 16_000));
        }
        Assert.Equal((101, "waits", "c50"), (_commands.Count, _commands[0].CommandId, _commands[1].CommandId));
        Assert.InRange(_commands.Sum(c => c.Output?.Length ?? 0), 80_000, CommandBook.MostOutput);
        Assert.Equal(16_000, _commands[^1].Output!.Length);
        Assert.Equal((null, true), (_commands[1].Output, _commands[1].Cut));
    }

    [Theory, InlineData(9, false), InlineData(10, true), InlineData(604_800, true), InlineData(604_801, false)]
    public void The_time_that_it_may_wait_has_limits(int seconds, bool good) => Assert.Equal(
        good ? ChangeOutcome.Done : ChangeOutcome.Refused, CommandBook.Add(_commands, Order("a") with { ExpiresIn = TimeSpan.FromSeconds(seconds) }, connected: true, Now).Outcome);

    RigCommand Add(string id, bool connected) => CommandBook.Add(_commands, Order(id), connected, Now).Command!;

    CommandReceipt Note(string id, CommandPhase phase, string? output = null) => CommandBook.Note(_commands, new(id, phase, output, Cut: false), Now.AddSeconds(1));

    static CommandOrder Order(string id) => new(id, CommandKind.StopMiner, null, null, "Mara", TimeSpan.FromMinutes(10));
}
