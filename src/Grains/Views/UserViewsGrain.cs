using System.Collections.Immutable;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Views;

/// <summary>Keeps them, with an end to how many.</summary>
[GrainType("user-views")]
internal sealed class UserViewsGrain([PersistentState("user-views")] IPersistentState<UserViewsState> state) : Grain, IUserViewsGrain
{
    List<SavedView> Views => state.State.Views;

    public Task<ImmutableArray<SavedView>> GetViews(string farmId) =>
        Task.FromResult<ImmutableArray<SavedView>>([.. Views.Where(view => view.FarmId == farmId).OrderBy(static view => view.Name, StringComparer.OrdinalIgnoreCase)]);

    public async Task<ChangeResult> Save(string farmId, string name, string query)
    {
        if (query.Length > IUserViewsGrain.MaxQueryLength) { return ChangeResult.Refused("What is searched for is too long to be saved."); }
        if (Checked(name, out string? why) is not { } good) { return ChangeResult.Refused(why!); }
        int at = Views.FindIndex(view => view.FarmId == farmId && Same(view.Name, good));
        if (at < 0 && Views.Count(view => view.FarmId == farmId) >= IUserViewsGrain.MaxPerFarm) { return ChangeResult.Refused($"You have {IUserViewsGrain.MaxPerFarm} views of this farm, which is the most. Delete one first."); }
        if (at < 0 && Views.Count >= IUserViewsGrain.MaxInAll) { return ChangeResult.Refused($"You have {IUserViewsGrain.MaxInAll} views in all, which is the most. Delete one first."); }
        var view = new SavedView(at < 0 ? OpaqueId.New() : Views[at].ViewId, farmId, good, query);
        if (at < 0) { Views.Add(view); }
        else { Views[at] = view; }
        await SaveAsync();
        return ChangeResult.Done();
    }

    public async Task<ChangeResult> Rename(string farmId, string viewId, string name)
    {
        int at = Views.FindIndex(view => view.FarmId == farmId && view.ViewId == viewId);
        if (at < 0) { return ChangeResult.NotFound; }
        if (Checked(name, out string? why) is not { } good) { return ChangeResult.Refused(why!); }
        if (Views.Any(view => view.FarmId == farmId && view.ViewId != viewId && Same(view.Name, good))) { return ChangeResult.Refused("Another view has this name."); }
        Views[at] = Views[at] with { Name = good };
        await SaveAsync();
        return ChangeResult.Done();
    }

    public async Task<ChangeResult> Delete(string farmId, string viewId)
    {
        if (Views.RemoveAll(view => view.FarmId == farmId && view.ViewId == viewId) == 0) { return ChangeResult.NotFound; }
        await SaveAsync();
        return ChangeResult.Done();
    }

    public Task Clear()
    {
        Views.Clear();
        return state.RecordExists ? state.ClearStateAsync() : Task.CompletedTask;
    }

    static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    static string? Checked(string name, out string? why)
    {
        why = null;
        try { return RigName.Check(name); }
        catch (ArgumentException wrong)
        {
            why = wrong.Message;
            return null;
        }
    }

    /// <summary>After a failed write memory may differ from the store: the next call reads anew.</summary>
    async Task SaveAsync()
    {
        try { await state.WriteStateAsync(); }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
