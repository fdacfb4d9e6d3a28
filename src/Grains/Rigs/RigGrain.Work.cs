using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Rigs;

/// <summary>What the rig is to do, what it made of it, what its miners write, and what happened on it.</summary>
internal sealed partial class RigGrain
{
    AppliedWork? _applied;
    bool _happenedUnsaved, _remedied;

    public async Task<ChangeResult> ChangeWanted(string farmId, WantedWork wanted)
    {
        if (!IsIn(farmId)) { return ChangeResult.NotFound; }
        long revision = orders.State.Wanted.Revision;
        if (wanted.Revision != revision) { return ChangeResult.Changed(revision); }
        try { WantedRules.Check(wanted); }
        catch (ArgumentException wrong) { return ChangeResult.Refused(wrong.Message); }
        orders.State.Wanted = wanted with { Revision = revision + 1, ChangedAt = time.GetUtcNow() };
        await SaveOrders();
        LeaveDeadSilo();
        _heldBack = null;
        if (_session is { } session && !_tooOld) { SendWanted(session, RigGreeting.UnknownRevision); }
        await PublishOrders();
        return ChangeResult.Done(revision + 1);
    }

    public async Task Apply(RigSession session, AppliedWork applied)
    {
        if (_session != session && !Adopt(session)) { return; }
        bool differs = Differs(applied);
        if (differs && _applied?.Differs != true) { Note(RigNews.Differs(applied.Revision)); }
        _applied = applied with { At = time.GetUtcNow(), Differs = differs };
        if (differs) { await Remedy(session); }
        await PublishOrders();
    }

    bool Differs(AppliedWork applied) =>
        applied.Digest is { } digest && applied.Revision == orders.State.Wanted.Revision && digest != connections.DigestOf(orders.State.Wanted);

    /// <summary>
    /// The rig takes only what is newer, so the same comes again under the next revision. Once for each connection: an agent that does not know all
    /// that is wanted would differ for ever.
    /// </summary>
    async Task Remedy(RigSession session)
    {
        if (_remedied) { return; }
        _remedied = true;
        orders.State.Wanted = orders.State.Wanted with { Revision = orders.State.Wanted.Revision + 1 };
        await SaveOrders();
        SendWanted(session, RigGreeting.UnknownRevision);
    }

    public Task<MinerLogLines> WatchLog(string instance, long after)
    {
        if (!state.RecordExists || !WantedRules.IsName(instance)) { return Task.FromResult(MinerLogLines.None); }
        var (lines, ask) = logs.Look(RigId, instance, after);
        if (ask is { } last && _session is { } session && !_tooOld) { Deliver(session, new OrderLog(instance, last, MinerLogs.AskSeconds)); }
        return Task.FromResult(lines);
    }

    public Task TakeLog(RigSession session, string instance, MinerLogLines lines)
    {
        if (_session == session) { logs.Take(RigId, instance, lines); }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Not saved with each sample: with what is saved next, and at the end. When the silo is killed before, samples that it had not stored come
    /// again, and what happened in them is told twice.
    /// </summary>
    public Task NoteHappenings(RigSession session, long sequence, RigHappening[] happenings)
    {
        if (_session != session && !Adopt(session)) { return Task.CompletedTask; }
        if (sequence <= orders.State.HappenedUpTo) { return Task.CompletedTask; }   // the sample came again: its agent had not heard that it was stored
        orders.State.HappenedUpTo = sequence;
        _happenedUnsaved = true;
        foreach (var news in RigNews.Happened(state.State.Inventory, happenings)) { Note(news); }
        return Task.CompletedTask;
    }

    async Task SaveHappened()
    {
        if (!_happenedUnsaved || !state.RecordExists) { return; }
        try { await SaveOrders(); }
        catch (Exception failure) { LogNewsFailed(failure, RigId); }
    }

    /// <summary>
    /// Commands that wait, wallets and passwords are those of the farm that the rig leaves. It goes on with what it does until the other
    /// farm wants something.
    /// </summary>
    async Task LeaveOrders()
    {
        var now = time.GetUtcNow();
        CommandBook.Leave(Commands, now);
        var wanted = orders.State.Wanted;
        if (wanted.Miners is not null)
        {
            orders.State.Wanted = wanted with { Revision = wanted.Revision + 1, Miners = null, ChangedBy = "the move to another farm", ChangedAt = now };
        }
        await SaveOrders();
        if (_session is { } session && !_tooOld) { SendWanted(session, wanted.Revision); }
    }

    /// <summary>
    /// A rig that has a newer revision than the server was told it before the server was put back to a backup: the next one has to be newer
    /// still, or the rig would ignore it. True when the state changed.
    /// </summary>
    bool OutrunRig(long rigRevision)
    {
        if (rigRevision <= orders.State.Wanted.Revision) { return false; }
        bool nothing = orders.State.Wanted.Revision == 0;   // a rig that comes from another server goes on until this one wants something
        orders.State.Wanted = orders.State.Wanted with { Revision = nothing ? rigRevision : rigRevision + 1 };
        return true;
    }

    void SendWanted(RigSession session, long? rigRevision)
    {
        if (orders.State.Wanted.Revision > 0 && orders.State.Wanted.Revision != rigRevision) { Deliver(session, new OrderWork(orders.State.Wanted)); }
    }
}
