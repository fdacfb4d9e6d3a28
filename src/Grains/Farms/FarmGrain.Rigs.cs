using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>Which rigs belong here. A rig's own word on its farm is the truth; the list follows it.</summary>
internal sealed partial class FarmGrain
{
    const int MaxRigs = 50_000;

    public async Task<RigAdded> AddRig(string name, string? once)
    {
        if (!Exists) { throw new InvalidOperationException("There is no such farm."); }
        if (state.State.RigIds.Count >= MaxRigs) { throw new ArgumentException($"A farm has at most {MaxRigs} rigs."); }
        string rigId = once is null ? OpaqueId.New() : OpaqueId.From($"rig {FarmId} {once}"), token = RigToken.New(rigId), checkedName = RigName.Check(name);
        if (!state.State.RigIds.Add(rigId) && await AddedBefore(rigId) is { } before) { return before; }
        await SaveAsync();   // first, so that a rig that exists is always listed
        if (!Exists) { throw new InvalidOperationException("The farm was deleted."); }
        try { await GrainFactory.GetGrain<IRigGrain>(rigId).Create(new(FarmId, checkedName, RigToken.HashOf(token))); }
        catch (InvalidOperationException) when (once is not null)
        {
            return await AddedBefore(rigId) ?? throw new InvalidOperationException("The rig was deleted meanwhile.");   // both forms at once
        }
        await directory.PutRigAsync(new(rigId, FarmId, checkedName));
        return new(rigId, token);
    }

    /// <summary>The same form a second time: the rig is there, and its token was perhaps not seen. Null when a crash came before the rig was made.</summary>
    async Task<RigAdded?> AddedBefore(string rigId)
    {
        var rig = GrainFactory.GetGrain<IRigGrain>(rigId);
        if (await rig.GetView() is not { } view) { return null; }
        bool used = view.Reading.LastSeenAt is not null;
        return new(rigId, used ? "" : (await rig.ChangeToken(FarmId, RigTokenEnd.Now)).Token ?? "");
    }

    public async Task<bool> AcceptRig(string rigId)
    {
        if (!Exists || state.State.RigIds.Count >= MaxRigs) { return false; }
        if (state.State.RigIds.Add(rigId)) { await SaveAsync(); }
        return true;
    }

    public async Task ReleaseRig(string rigId)
    {
        _rigs.Remove(rigId);
        if (!state.State.RigIds.Remove(rigId)) { return; }
        EnrollmentBook.Forget(state.State.EnrollmentCodes, rigId);
        await SaveAsync();
    }

    public Task Describe(RigDescription description)
    {
        if (state.State.RigIds.Contains(description.RigId)) { _rigs.Describe(description); }
        return Task.CompletedTask;
    }

    public Task Report(RigReading reading)
    {
        if (state.State.RigIds.Contains(reading.RigId)) { _rigs.Report(reading); }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Asks the rigs in bounded batches; what a rig says itself meanwhile is newer and stays. Those that say that they are elsewhere, or that
    /// do not exist, were left over by a crash.
    /// </summary>
    async Task LoadRigs(string[] rigIds)
    {
        await Task.Yield();
        var strays = new List<string>();
        foreach (string[] batch in rigIds.Chunk(LoadAtOnce))
        {
            foreach (var (rigId, view, answered) in await Task.WhenAll(batch.Select(LoadRig)))
            {
                if (view?.Description.FarmId == FarmId) { _rigs.Load(view); }
                else if (answered) { strays.Add(rigId); }
            }
        }
        await DropStrays(strays);
    }

    async Task<(string RigId, RigView? View, bool Answered)> LoadRig(string rigId)
    {
        try { return (rigId, await GrainFactory.GetGrain<IRigGrain>(rigId).GetView(), true); }
        catch (Exception failure)
        {
            LogLoadFailed(failure, rigId, FarmId);
            return (rigId, null, false);
        }
    }

    /// <summary>Asks once more, in the rig's own turn: a move here that was under way is over then.</summary>
    async Task DropStrays(List<string> rigIds)
    {
        if (rigIds.Count == 0) { return; }
        try
        {
            foreach (string rigId in rigIds)
            {
                if (await GrainFactory.GetGrain<IRigGrain>(rigId).FarmOf() != FarmId) { state.State.RigIds.Remove(rigId); }
            }
            await SaveAsync();
        }
        catch (Exception failure) { LogUnfinished(failure, FarmId); }
    }
}
