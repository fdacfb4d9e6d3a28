using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Rigs;

/// <summary>What people change. A call names the farm in which its caller may do that: a rig that moved away meanwhile is not found.</summary>
internal sealed partial class RigGrain
{
    public async Task Create(RigCreation creation)
    {
        if (state.RecordExists) { throw new InvalidOperationException("This rig exists already."); }
        state.State.FarmId = creation.FarmId;
        state.State.Name = RigName.Check(creation.Name);
        state.State.TokenHash = creation.TokenHash;
        state.State.CreatedAt = time.GetUtcNow();
        await Save();
        _reading = _reading with { StatusSince = state.State.CreatedAt };
        await PublishDescription();
        await PublishReading();
    }

    public Task<string?> FarmOf() => Task.FromResult(state.RecordExists ? state.State.FarmId : null);

    public async Task<ChangeResult> Change(string farmId, RigSettings settings)
    {
        if (!IsIn(farmId)) { return ChangeResult.NotFound; }
        if (settings.Version != state.State.Version) { return ChangeResult.Changed(state.State.Version); }
        try
        {
            string name = RigName.Check(settings.Name);
            string[] tags = [.. RigTags.Check(settings.Tags)];
            (state.State.Name, state.State.Tags) = (name, tags);
        }
        catch (ArgumentException wrong) { return ChangeResult.Refused(wrong.Message); }
        await SaveChange();
        return ChangeResult.Done(state.State.Version);
    }

    public async Task<ChangeResult> Move(string farmId, string toFarmId, long? version)
    {
        if (!IsIn(farmId)) { return ChangeResult.NotFound; }
        if (IsOther(version)) { return ChangeResult.Changed(state.State.Version); }
        if (farmId == toFarmId) { return ChangeResult.Done(state.State.Version); }
        // Listed in both for a moment: what the rig says is the truth, and a farm drops what is elsewhere when it starts.
        if (!await GrainFactory.GetGrain<IFarmGrain>(toFarmId).AcceptRig(RigId)) { return ChangeResult.Refused("The other farm does not exist or takes no more rigs."); }
        await LeaveOrders();
        state.State.FarmId = toFarmId;
        await SaveChange();
        await PublishReading();
        await GrainFactory.GetGrain<IFarmGrain>(farmId).ReleaseRig(RigId);
        return ChangeResult.Done(state.State.Version);
    }

    public async Task<ChangeResult> Delete(string farmId, long? version)
    {
        if (!IsIn(farmId)) { return ChangeResult.NotFound; }
        if (IsOther(version)) { return ChangeResult.Changed(state.State.Version); }
        await orders.ClearStateAsync();   // first: after a failure the rig is still there, to be deleted again
        await state.ClearStateAsync();
        _description = null;
        EndSession();
        await GrainFactory.GetGrain<IFarmGrain>(farmId).ReleaseRig(RigId);
        await directory.RemoveRigAsync(RigId);
        await timeline.ForgetAsync(RigId);
        DeactivateOnIdle();
        return ChangeResult.Done();
    }

    public async Task<RigTokenChange> ChangeToken(string farmId, RigTokenEnd oldToken)
    {
        if (!IsIn(farmId)) { return new(ChangeOutcome.NotFound); }
        string token = RigToken.New(RigId);
        if (oldToken == RigTokenEnd.Now) { RigTokens.Replace(state.State, RigToken.HashOf(token)); }
        else { RigTokens.Follow(state.State, RigToken.HashOf(token), time.GetUtcNow()); }
        await Save();
        if (oldToken == RigTokenEnd.Now)
        {
            _rivals = RigRivals.None;
            if (EndSession()) { await PublishReading(); }
        }
        await PublishDescription();
        return new(ChangeOutcome.Done, token, state.State.NextTokenUntil);
    }

    bool IsIn(string farmId) => state.RecordExists && state.State.FarmId == farmId;

    bool IsOther(long? version) => version is { } read && read != state.State.Version;

    async Task SaveChange()
    {
        state.State.Version++;
        await Save();
        await PublishDescription();
        await directory.PutRigAsync(new(RigId, state.State.FarmId, state.State.Name));
    }

    /// <summary>After a failed write memory is as the store is.</summary>
    async Task Save()
    {
        try { await state.WriteStateAsync(); }
        catch
        {
            try { await state.ReadStateAsync(); }
            catch { DeactivateOnIdle(); }
            _description = null;
            throw;
        }
    }

    /// <summary>The connection, if there is one, is not good any more.</summary>
    bool EndSession()
    {
        if (_session is not { } session) { return false; }
        _ended = session;
        GoOffline(_reading.LastSeenAt ?? time.GetUtcNow(), RigEnding.TokenEnded);
        CloseInBackground(session, RigCloseReason.Revoked);
        return true;
    }
}
