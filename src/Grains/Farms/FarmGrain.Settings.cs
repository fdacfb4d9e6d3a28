using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>What people set, and the end of the farm.</summary>
internal sealed partial class FarmGrain
{
    public Task<FarmSettings?> GetSettings() => Task.FromResult(Exists ? state.State.ToSettings() : null);

    public async Task<ChangeResult> ChangeSettings(FarmSettings settings)
    {
        if (!Exists) { return ChangeResult.NotFound; }
        if (settings.Version != state.State.Version) { return ChangeResult.Changed(state.State.Version); }
        try { settings = settings.Checked(); }
        catch (ArgumentException wrong) { return ChangeResult.Refused(wrong.Message); }
        bool renamed = settings.Name != state.State.Name;
        state.State.Take(settings);
        await SaveAsync();
        _settingsChanged = true;
        if (renamed) { await directory.PutFarmAsync(new(FarmId, state.State.Name)); }
        return ChangeResult.Done(state.State.Version);
    }

    public async Task<ChangeResult> Delete(string typedName, long? version)
    {
        if (!Exists) { return ChangeResult.NotFound; }
        if (version is { } read && read != state.State.Version) { return ChangeResult.Changed(state.State.Version); }
        if (!string.Equals(typedName?.Trim(), state.State.Name, StringComparison.Ordinal)) { return ChangeResult.Refused("That is not the farm's name, letter by letter."); }
        state.State.DeletedAt = time.GetUtcNow();
        foreach (string userId in state.State.Members.Keys) { state.State.ListsToChange.Add(userId); }
        state.State.Members.Clear();
        state.State.Invites.Clear();
        state.State.EnrollmentCodes.Clear();
        await SaveAsync();   // gone from here on; the rest is done again after a crash
        await Finish();
        return ChangeResult.Done();
    }

    /// <summary>Does what a crash or an unreachable grain left undone.</summary>
    async Task Finish()
    {
        try
        {
            await ChangeLists();
            if (state.State.DeletedAt is null) { return; }
            await DeleteRigs();
            await directory.RemoveFarmAsync(FarmId);   // last: the start wakes what is listed there
        }
        catch (Exception failure) { LogUnfinished(failure, FarmId); }
    }

    async Task FinishInBackground()
    {
        await Task.Yield();
        await Finish();
    }

    async Task DeleteRigs()
    {
        while (state.State.RigIds.Count > 0)
        {
            string[] batch = [.. state.State.RigIds.Take(LoadAtOnce)];
            await Task.WhenAll(batch.Select(rigId => GrainFactory.GetGrain<IRigGrain>(rigId).Delete(FarmId)));
            foreach (string rigId in batch) { state.State.RigIds.Remove(rigId); }
            await SaveAsync();
        }
    }
}
