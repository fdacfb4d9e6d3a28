using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using Microsoft.Extensions.Logging;

namespace BloxOs.Grains.Rigs;

/// <summary>Commands: saved, then sent; <see cref="CommandBook"/> decides.</summary>
internal sealed partial class RigGrain
{
    const string TooOldText = "The agent on this rig is too old to take commands. Install the current one.";
    static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    IGrainTimer? _sweep;
    Task _delivering = Task.CompletedTask;
    readonly HashSet<string> _undelivered = [];   // commands whose delivery to the standing connection failed
    bool _undeliveredWork;
    bool _tooOld;
    string? _heldBack;

    List<RigCommand> Commands => orders.State.Commands;

    public async Task<CommandAnswer> Order(string farmId, CommandOrder order)
    {
        if (!IsIn(farmId)) { return CommandAnswer.NotFound; }
        LeaveDeadSilo();
        var now = time.GetUtcNow();
        bool known = CommandBook.Find(Commands, order.CommandId) is not null;
        var answer = CommandBook.Add(Commands, order, _session is not null && !_tooOld, now);
        if (known || answer.Command is null) { return answer; }
        if (_tooOld) { CommandBook.Fail(Commands, TooOldText, now); }
        await SaveOrders();
        TellEnds(now);
        if (_session is { } session && !_tooOld) { Deliver(session, OrderCommand.Of(answer.Command)); }
        WatchOrders();
        await PublishOrders();
        return answer with { Command = CommandBook.Find(Commands, order.CommandId) };
    }

    public async Task<CommandAnswer> CancelCommand(string farmId, string commandId)
    {
        if (!IsIn(farmId)) { return CommandAnswer.NotFound; }
        var answer = CommandBook.Cancel(Commands, commandId, time.GetUtcNow());
        if (answer.Outcome != ChangeOutcome.Done) { return answer; }
        await SaveOrders();
        await PublishOrders();
        return answer;
    }

    public async Task Ready(RigSession session, long? wantedRevision)
    {
        if (_session != session) { return; }
        var now = time.GetUtcNow();
        _tooOld = wantedRevision is null;
        ForgetUndelivered();
        logs.Reconnected(RigId);
        bool changed = CommandBook.Sweep(Commands, now);
        changed |= _tooOld ? CommandBook.Fail(Commands, TooOldText, now) : CommandBook.Send(Commands, now);
        changed |= OutrunRig(wantedRevision ?? 0);
        if (changed) { await SaveOrders(); }
        TellEnds(now);
        if (!_tooOld)
        {
            SendWanted(session, wantedRevision);
            foreach (var command in CommandBook.Sent(Commands).ToList()) { Deliver(session, OrderCommand.Of(command)); }
        }
        if (changed || _tooOld) { await PublishOrders(); }
    }

    public async Task RefuseOrders(RigSession session)
    {
        if (_session != session || _tooOld) { return; }
        _tooOld = true;
        var now = time.GetUtcNow();
        if (CommandBook.Fail(Commands, TooOldText, now)) { await SaveOrders(); }
        TellEnds(now);
        await PublishOrders();
    }

    public Task HoldBack(RigSession session)
    {
        if (_session != session) { return Task.CompletedTask; }
        LogSealed(RigId, session.Silo);
        _heldBack = $"The silo {session.Silo.Endpoint} has no key file, or another one than the web processes, and cannot open the pool passwords. Give it theirs, with BloxOs:KeyFile.";
        return PublishOrders();
    }

    public async Task<CommandReceipt> NoteCommand(RigSession session, CommandReport report)
    {
        if (_session != session && !Adopt(session)) { return default; }
        var now = time.GetUtcNow();
        var receipt = CommandBook.Note(Commands, report, now);
        if (!receipt.Counts) { return receipt; }
        if (receipt.Forget) { await SaveOrders(); }   // that it began is told again by its end
        TellEnds(now);
        await PublishOrders();
        return receipt;
    }

    public Task<RigCommand?> GetCommand(string commandId) => Task.FromResult(state.RecordExists ? CommandBook.Find(Commands, commandId) : null);

    public Task<RigOrders?> GetOrders() => Task.FromResult(!state.RecordExists ? null : new RigOrders
    {
        Commands = [.. Enumerable.Reverse(Commands).Select(static command => command.Brief())],
        Wanted = orders.State.Wanted,
        Applied = _session is null ? null : _applied,
        TooOld = _tooOld && _session is not null,
        HeldBack = _session is null ? null : _heldBack,
    });

    /// <summary>In the order of the calls, one after the other; what does not arrive is for the sweep, or for the next connection.</summary>
    void Deliver(RigSession session, RigOrder order) => _delivering = DeliverAfter(_delivering, session, order);

    async Task DeliverAfter(Task before, RigSession session, RigOrder order)
    {
        await before;
        if (_session != session) { return; }
        try
        {
            var delivery = await connections.DeliverAsync(RigId, session, order);
            // Through the mailbox: this runs beside other turns, which may be saving.
            if (delivery == RigDelivery.TooOld) { await this.AsReference<IRigGrain>().RefuseOrders(session); }
            if (delivery == RigDelivery.NotThere) { Undelivered(session, order); }
            if (delivery == RigDelivery.Sealed) { await this.AsReference<IRigGrain>().HoldBack(session); }
        }
        catch (Exception failure)
        {
            Undelivered(session, order);
            LogDeliveryFailed(failure, RigId, session.Silo);
        }
    }

    /// <summary>The sweep tries it again as long as this connection stands; the agent does nothing twice.</summary>
    void Undelivered(RigSession session, RigOrder order)
    {
        if (_session != session) { return; }
        if (order is OrderCommand { Command: var command }) { _undelivered.Add(command.CommandId); }
        _undeliveredWork |= order is OrderWork;
        WatchOrders();
    }

    void DeliverAgain()
    {
        if (_session is not { } session || _tooOld) { ForgetUndelivered(); return; }
        var commands = CommandBook.Sent(Commands).Where(c => _undelivered.Contains(c.CommandId)).ToList();
        bool work = _undeliveredWork;
        ForgetUndelivered();
        if (work) { SendWanted(session, RigGreeting.UnknownRevision); }
        commands.ForEach(command => Deliver(session, OrderCommand.Of(command)));
    }

    void ForgetUndelivered()
    {
        _undelivered.Clear();
        _undeliveredWork = false;
    }

    /// <summary>A grain that was made anew has to learn what the connection that it believes in takes, and tell it what waits.</summary>
    void GreetAdopted(RigSession session)
    {
        _ = Greet();

        async Task Greet()
        {
            try { await this.AsReference<IRigGrain>().Ready(session, RigGreeting.UnknownRevision); }
            catch (Exception failure) { LogDeliveryFailed(failure, RigId, session.Silo); }
        }
    }

    /// <summary>Looks at the clock as long as something waits or is under way.</summary>
    void WatchOrders()
    {
        if (_sweep is not null || !(_undeliveredWork || CommandBook.AnyOpen(Commands))) { return; }
        _sweep = this.RegisterGrainTimer(SweepOrders, new GrainTimerCreationOptions(SweepEvery, SweepEvery) { KeepAlive = true });
    }

    async Task SweepOrders()
    {
        var now = time.GetUtcNow();
        if (CommandBook.Sweep(Commands, now))
        {
            await SaveOrders();
            TellEnds(now);
            await PublishOrders();
        }
        DeliverAgain();
        if (_undeliveredWork || CommandBook.AnyOpen(Commands)) { return; }
        _sweep?.Dispose();
        _sweep = null;
    }

    /// <summary>After a failed write memory is as the store is.</summary>
    async Task SaveOrders()
    {
        try { await orders.WriteStateAsync(); }
        catch
        {
            try { await orders.ReadStateAsync(); }
            catch { DeactivateOnIdle(); }
            throw;
        }
        _happenedUnsaved = false;
    }

    /// <summary>Whoever looks at the rig is shown it anew.</summary>
    Task PublishOrders()
    {
        if (!state.RecordExists) { return Task.CompletedTask; }
        SetReading(_reading);
        return PublishReading();
    }

    [LoggerMessage(LogLevel.Debug, "An order for rig {RigId} did not reach {Silo}; it is sent again")]
    partial void LogDeliveryFailed(Exception failure, string rigId, SiloAddress silo);

    [LoggerMessage(LogLevel.Error, "What rig {RigId} is to do could not be sent: {Silo} cannot open its pool passwords. Give every silo the key file of the web processes, with BloxOs:KeyFile")]
    partial void LogSealed(string rigId, SiloAddress silo);
}
