using System.Collections.Concurrent;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Protocol;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Commands;

/// <summary>Each command at most once, whatever dies.</summary>
public sealed partial class CommandExecutorTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly FakeTimeProvider _time = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    readonly ConcurrentQueue<CommandState> _told = [];
    readonly Counted _counted = new();
    readonly CancellationTokenSource _stop = new();
    CommandExecutor _executor;

    public CommandExecutorTests() => _executor = NewAgent();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Ledger => _folder.File("commands.json");

    [Fact, Trait("bad-input", "56")]
    public async Task A_command_is_started_then_done_and_the_same_id_gets_the_same_answer()
    {
        Run();
        _executor.Receive(Order("a1"));
        await ToldAsync(2);
        _executor.Receive(Order("a1"));
        await ToldAsync(3);
        _executor.Receive(Order("a1") with { Kind = CommandKinds.Shutdown });
        await ToldAsync(4);
        Assert.Equal([CommandStates.Started, CommandStates.Ok, CommandStates.Ok, CommandStates.Failed], _told.Select(s => s.State));
        Assert.Equal("out a1", _told.ElementAt(2).Output);
        Assert.Contains("another command", _told.Last().Output);
        Assert.Equal(["a1"], _counted.Done);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public async Task What_came_too_late_is_not_begun(long? left)
    {
        Run();
        _executor.Receive(Order("late") with { ExpiresInMilliseconds = left });
        await ToldAsync(1);
        Assert.Equal(CommandStates.Expired, _told.Single().State);
        Assert.Empty(_counted.Done);
    }

    [Fact]
    public async Task What_waited_behind_another_for_too_long_is_not_begun()
    {
        _counted.Block = new();
        Run();
        _executor.Receive(Order("first"));
        await ToldAsync(1);
        _executor.Receive(Order("second") with { ExpiresInMilliseconds = 5_000 });
        _executor.Receive(Order("second") with { ExpiresInMilliseconds = 5_000 });
        _time.Advance(TimeSpan.FromSeconds(6));
        _counted.Block.SetResult();
        await ToldAsync(3);
        Assert.Equal(["first:started", "first:ok", "second:expired"], _told.Select(s => $"{s.Id}:{s.State}"));
        Assert.Equal(["first"], _counted.Done);
    }

    [Fact]
    public async Task Nothing_waits_behind_an_update_that_is_being_fetched()
    {
        var update = new Slow(CommandKinds.UpdateAgent);
        var (power, miners) = (new Slow(CommandKinds.Shutdown) { Open = true }, new Slow(CommandKinds.StopMiner) { Open = true });
        Use(update, power, miners);
        Run();
        _executor.Receive(Order("update") with { Kind = CommandKinds.UpdateAgent });
        await ToldAsync(1);
        _executor.Receive(Order("second") with { Kind = CommandKinds.UpdateAgent });
        _executor.Receive(Order("stop") with { Kind = CommandKinds.StopMiner });
        _executor.Receive(Order("off") with { Kind = CommandKinds.Shutdown });
        await ToldAsync(5);
        Assert.Equal(["off:ok", "off:started", "stop:ok", "stop:started", "update:started"], _told.Select(s => $"{s.Id}:{s.State}").Order());
        update.Open = true;
        await ToldAsync(8);
        Assert.Equal(["update", "second"], update.Begun);
        Assert.Equal(4, (await File.ReadAllTextAsync(_folder.File("commands.begun"), Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Before_the_agent_restarts_what_was_begun_ends_and_nothing_new_is_begun()
    {
        var (agent, stop) = (new Slow(CommandKinds.RestartAgent), new Slow(CommandKinds.StopMiner));
        Use(agent, stop);
        Run();
        _executor.Receive(Order("restart") with { Kind = CommandKinds.RestartAgent });
        _executor.Receive(Order("stop") with { Kind = CommandKinds.StopMiner });
        await ToldAsync(2);
        var settled = _executor.SettleAsync(TimeSpan.FromSeconds(25), Cancellation);
        _executor.Receive(Order("late") with { Kind = CommandKinds.StopMiner });
        Assert.False(settled.IsCompleted);
        stop.Open = true;
        await ToldAsync(3);
        await Eventually.Async(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return settled.IsCompleted;
        }, what: "quiet", cancellation: Cancellation);
        Assert.Equal(["stop"], stop.Begun);
        Assert.Equal("stop:ok", $"{_told.Last().Id}:{_told.Last().State}");
    }

    [Fact]
    public async Task A_command_that_does_not_end_delays_a_restart_within_limits_only()
    {
        var (agent, stop) = (new Slow(CommandKinds.RestartAgent), new Slow(CommandKinds.StopMiner));
        Use(agent, stop);
        Run();
        _executor.Receive(Order("restart") with { Kind = CommandKinds.RestartAgent });
        _executor.Receive(Order("stop") with { Kind = CommandKinds.StopMiner });
        await ToldAsync(2);
        long began = _time.GetTimestamp();
        var settled = _executor.SettleAsync(TimeSpan.FromSeconds(25), Cancellation);
        await Eventually.Async(() =>
        {
            if (!settled.IsCompleted) { _time.Advance(TimeSpan.FromMilliseconds(100)); }
            return settled.IsCompleted;
        }, what: "the limit", cancellation: Cancellation);
        Assert.InRange(_time.GetElapsedTime(began), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task What_an_agent_began_and_did_not_end_is_unknown_to_the_next_one_and_never_done_again()
    {
        _counted.Block = new();
        Run();
        _executor.Receive(Order("x"));
        await ToldAsync(1);
        var next = NewAgent();
        Assert.Equal(CommandStates.Unknown, Assert.Single(next.Unconfirmed()).State);
        _counted.Block = null;
        var running = next.RunAsync(_stop.Token);
        next.Receive(Order("x"));
        await ToldAsync(2);
        Assert.Equal(CommandStates.Unknown, _told.Last().State);
        next.Confirm("x");
        Assert.Empty(next.Unconfirmed());
        Assert.Equal(["x"], _counted.Begun);
        await _stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(CommandKinds.Reboot, "other", CommandStates.Ok)]
    [InlineData(CommandKinds.Reboot, "boot", CommandStates.Unknown)]
    [InlineData(CommandKinds.Shutdown, "other", CommandStates.Ok)]
    [InlineData(CommandKinds.RestartAgent, "boot", CommandStates.Ok)]
    [InlineData(CommandKinds.UpdateAgent, "boot", CommandStates.Failed)]
    [InlineData(CommandKinds.StartMiner, "boot", CommandStates.Unknown)]
    public void What_the_new_boot_or_process_proves_is_told(string kind, string boot, string state)
    {
        Store().Write(new() { Commands = [new() { Id = "a", Arguments = $"{kind}\n\n", Kind = kind, Version = "9.9.9", State = CommandStates.Started, BootId = "boot" }] });
        Assert.Equal(state, Assert.Single(NewAgent(boot).Unconfirmed()).State);
    }

    [Fact]
    public void What_became_of_an_update_is_told_for_the_history()
    {
        var told = new List<string>();
        var handler = new AgentCommands(new(_stop), null, _ => Task.CompletedTask, told.Add);
        handler.AfterRestart(new() { Id = "a", Arguments = "", Kind = CommandKinds.UpdateAgent, Version = AgentVersion.Text, State = CommandStates.Started }, booted: false);
        handler.AfterRestart(new() { Id = "b", Arguments = "", Kind = CommandKinds.UpdateAgent, Version = "99.0.0", State = CommandStates.Started }, booted: false);
        handler.AfterRestart(new() { Id = "c", Arguments = "", Kind = CommandKinds.RestartAgent, State = CommandStates.Started }, booted: false);
        Assert.Equal([$"update: the agent is version {AgentVersion.Text}", $"update: the agent is version {AgentVersion.Text}, not 99.0.0"], told);
    }

    [Fact]
    public void An_update_is_proved_by_the_version()
    {
        Store().Write(new() { Commands = [new() { Id = "a", Arguments = "", Kind = CommandKinds.UpdateAgent, Version = AgentVersion.Text, State = CommandStates.Started }] });
        Assert.Equal(CommandStates.Ok, Assert.Single(NewAgent().Unconfirmed()).State);
    }

    [Theory, Trait("bad-input", "67")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"version":2,"commands":[]}""")]
    [InlineData("""{"version":1,"commands":[null]}""")]
    public async Task With_its_ledger_lost_it_still_does_nothing_twice(string content)
    {
        Run();
        _executor.Receive(Order("old"));
        await ToldAsync(2);
        File.WriteAllText(Ledger, content);
        var next = NewAgent();
        var running = next.RunAsync(_stop.Token);
        next.Receive(Order("old"));
        await ToldAsync(3);
        Assert.Equal(CommandStates.Unknown, _told.Last().State);
        Assert.Equal(["old"], _counted.Begun);
        await _stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("../a")]
    public async Task A_command_without_a_proper_id_is_ignored(string? id)
    {
        Run();
        _executor.Receive(Order("x") with { Id = id });
        _executor.Receive(Order("x") with { Id = new string('a', 65) });
        _executor.Receive(Order("proper"));
        await ToldAsync(2);
        Assert.All(_told, s => Assert.Equal("proper", s.Id));
    }

    [Fact]
    public async Task An_unknown_kind_fails_and_says_so_and_too_many_are_refused()
    {
        _executor.Receive(Order("z") with { Kind = "dance" });
        for (int i = 0; i < ProtocolLimits.WaitingCommands; i++) { _executor.Receive(Order($"c{i}")); }
        Assert.Contains("nothing was done", Assert.Single(_told).Output);
        Run();
        await ToldAsync(2);
        Assert.Contains("does not know the command dance", _told.ElementAt(1).Output);
    }

    [Fact]
    public async Task A_hanging_command_fails_after_its_time_and_the_next_one_goes_on()
    {
        _counted.Block = new();
        Run();
        _executor.Receive(Order("hangs"));
        await ToldAsync(1);
        await AdvanceUntilAsync(2);
        Assert.Equal(CommandStates.Failed, _told.Last().State);
        _counted.Block = null;
        _executor.Receive(Order("next"));
        await ToldAsync(4);
        Assert.Equal("next:ok", $"{_told.Last().Id}:{_told.Last().State}");
    }

    [Fact]
    public async Task The_end_of_a_long_output_is_kept()
    {
        _counted.Output = new string('x', 20_000) + "Ende€";
        Run();
        _executor.Receive(Order("a"));
        await ToldAsync(2);
        var state = _told.Last();
        Assert.True(state.Cut);
        Assert.EndsWith("Ende€", state.Output);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(state.Output!), ProtocolLimits.CommandOutputBytes - 3, ProtocolLimits.CommandOutputBytes);
    }

    [Fact]
    public void The_ledger_is_bounded()
    {
        var log = new AgentLog(TextWriter.Null, _time);
        var ledger = new CommandLedger(Store(), new(_folder.File("commands.begun"), log));
        for (int i = 0; i < CommandLedger.Capacity + 10; i++)
        {
            ledger.Keep(new() { Id = $"c{i}", Arguments = "", State = CommandStates.Ok });
            if (i % 2 == 0) { ledger.Confirm($"c{i}"); }
        }
        Assert.Null(ledger.Find("c0"));
        Assert.NotNull(ledger.Find("c1"));
        Assert.NotNull(ledger.Find($"c{CommandLedger.Capacity + 9}"));
    }

    [Fact]
    public void A_ledger_full_of_long_outputs_is_read_again()
    {
        var log = new AgentLog(TextWriter.Null, _time);
        var ledger = new CommandLedger(Store(), new(_folder.File("commands.begun"), log));
        string output = new('"', ProtocolLimits.CommandOutputBytes);   // six bytes each as JSON
        for (int i = 0; i < CommandLedger.Capacity; i++) { ledger.Keep(new() { Id = $"c{i}", Arguments = "", State = CommandStates.Ok, Output = output }); }
        Assert.InRange(new FileInfo(Ledger).Length, 1, StateStore<CommandFile>.MaximumBytes);

        var again = new CommandLedger(Store(), new(_folder.File("commands.begun"), log));
        again.Load(command => command with { State = CommandStates.Unknown });
        Assert.Equal(CommandLedger.Capacity, again.Unconfirmed().Count);
        Assert.Equal((CommandStates.Ok, output), (again.Find($"c{CommandLedger.Capacity - 1}")!.State, again.Find($"c{CommandLedger.Capacity - 1}")!.Output));
        Assert.Equal((null, true), (again.Find("c0")!.Output, again.Find("c0")!.Cut));
    }

    [Fact]
    public void A_journal_that_grew_long_still_tells_what_was_begun_last()
    {
        string path = _folder.Write("commands.begun", string.Concat(Enumerable.Range(0, 100_000).Select(i => $"\nc{i}\n")));
        var journal = new CommandJournal(path, new(TextWriter.Null, _time));
        Assert.Equal(Enumerable.Range(99_488, 512).Select(i => $"c{i}"), journal.Load(512));
    }

    static Command Order(string id) => new() { Id = id, Kind = CommandKinds.Reboot, ExpiresInMilliseconds = 60_000 };

    StateStore<CommandFile> Store() => new(Ledger, ControlJson.Default.CommandFile, CommandFile.IsWhole, new(TextWriter.Null, _time));

    CommandExecutor NewAgent(string boot = "boot")
    {
        var log = new AgentLog(TextWriter.Null, _time);
        CommandHandler[] handlers = [_counted, new AgentCommands(new(_stop), null, _ => Task.CompletedTask), new MinerCommands(null!)];
        var executor = new CommandExecutor(handlers, new(Store(), new(_folder.File("commands.begun"), log)), boot, log, _time);
        executor.Told += _told.Enqueue;
        executor.Load();
        return executor;
    }

    /// <summary>Another agent with these handlers.</summary>
    void Use(params CommandHandler[] handlers)
    {
        var log = new AgentLog(TextWriter.Null, _time);
        _executor = new CommandExecutor(handlers, new(Store(), new(_folder.File("commands.begun"), log)), "boot", log, _time);
        _executor.Told += _told.Enqueue;
        _executor.Load();
    }

    void Run() => _ = _executor.RunAsync(_stop.Token);

    Task ToldAsync(int count) => Eventually.Async(() => _told.Count >= count, $"{count} states", () => string.Join(' ', _told.Select(t => $"{t.Id}:{t.State}")), Cancellation);

    Task AdvanceUntilAsync(int count) => Eventually.Async(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return _told.Count >= count;
        },
        what: "a state", cancellation: Cancellation);

    public void Dispose()
    {
        _stop.Cancel();
        _counted.Block?.TrySetResult();
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Takes as long as it is not open.</summary>
    sealed class Slow(string kind) : CommandHandler
    {
        public ConcurrentQueue<string> Begun { get; } = [];

        public bool Open { get; set; }

        public override IReadOnlyList<string> Kinds => [kind];

        /// <summary>Decides what it does without a record.</summary>
        public CommandHandler? Real { get; init; }

        public override string? RefusalWithoutRecord(Command command) => Real is null ? base.RefusalWithoutRecord(command) : Real.RefusalWithoutRecord(command);

        public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
        {
            Begun.Enqueue(command.Id!);
            await Eventually.Async(() => Open, TimeSpan.FromMinutes(2), "an open door", cancellation);
            return CommandResult.Ok();
        }
    }

    /// <summary>Does nothing, and counts that.</summary>
    sealed class Counted : CommandHandler
    {
        readonly PowerCommands _real = new(new(null, null, null, TimeProvider.System), TimeProvider.System);

        public ConcurrentQueue<string> Begun { get; } = [];

        public ConcurrentQueue<string> Done { get; } = [];

        public TaskCompletionSource? Block { get; set; }

        public string? Output { get; set; }

        public override IReadOnlyList<string> Kinds => [CommandKinds.Reboot, CommandKinds.Shutdown];

        public override async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
        {
            Begun.Enqueue(command.Id!);
            if (Block is { } block) { await block.Task.WaitAsync(cancellation); }
            Done.Enqueue(command.Id!);
            return CommandResult.Ok(Output ?? $"out {command.Id}");
        }

        public override CommandResult AfterRestart(CommandRecord begun, bool booted) => _real.AfterRestart(begun, booted);
    }
}
