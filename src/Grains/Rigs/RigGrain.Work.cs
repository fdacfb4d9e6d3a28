using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Rigs;

/// <summary>What the rig is to do, what it made of it, what its miners write, and what happened on it.</summary>
internal sealed partial class RigGrain
{
    MinerLogs? _logs;   // made when somebody looks: most rigs never have any
    AppliedWork? _applied;

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
        if (_session is { } session && !_tooOld) { SendWanted(session, RigGreeting.UnknownRevision); }
        await PublishOrders();
        return ChangeResult.Done(revision + 1);
    }

    public Task Apply(RigSession session, AppliedWork applied)
    {
        if (_session != session && !Adopt(session)) { return Task.CompletedTask; }
        _applied = applied with { At = time.GetUtcNow() };
        return PublishOrders();
    }

    public Task<MinerLogLines> WatchLog(string instance, long after)
    {
        if (!state.RecordExists || !WantedRules.IsName(instance)) { return Task.FromResult(MinerLogLines.None); }
        var (lines, ask) = (_logs ??= new()).Look(instance, after, time.GetUtcNow());
        if (ask is { } last && _session is { } session && !_tooOld) { Deliver(session, new OrderLog(instance, last, MinerLogs.AskSeconds)); }
        return Task.FromResult(lines);
    }

    public Task TakeLog(RigSession session, string instance, MinerLogLines lines)
    {
        if (_session == session) { _logs?.Take(instance, lines, time.GetUtcNow()); }
        return Task.CompletedTask;
    }

    public async Task NoteHappenings(RigSession session, long sequence, RigHappening[] happenings)
    {
        if (_session != session && !Adopt(session)) { return; }
        if (sequence <= orders.State.HappenedUpTo) { return; }   // the sample came again: its agent had not heard that it was stored
        orders.State.HappenedUpTo = sequence;
        await SaveOrders();
        foreach (var news in RigNews.Happened(state.State.Inventory, happenings)) { Note(news); }
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
