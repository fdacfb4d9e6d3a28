using System.Collections.Immutable;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Views;

/// <summary>What a person saved of lists of rigs: his alone. The grain's key is the user's id; which farms he may see is not decided here.</summary>
[Alias("bloxos.IUserViewsGrain")]
public interface IUserViewsGrain : IGrainWithStringKey
{
    /// <summary>Most views of one farm.</summary>
    const int MaxPerFarm = 20;

    /// <summary>Most views of all farms.</summary>
    const int MaxInAll = 400;

    /// <summary>Longest query string, characters.</summary>
    const int MaxQueryLength = 600;

    /// <summary>His views of a farm, by name.</summary>
    [Alias("GetViews")]
    Task<ImmutableArray<SavedView>> GetViews(string farmId);

    /// <summary>Saves a view; one of the same name is replaced. Done, or Refused with the reason.</summary>
    [Alias("Save")]
    Task<ChangeResult> Save(string farmId, string name, string query);

    /// <summary>Gives a view another name. Done, NotFound, or Refused with the reason.</summary>
    [Alias("Rename")]
    Task<ChangeResult> Rename(string farmId, string viewId, string name);

    /// <summary>Deletes a view. Done or NotFound.</summary>
    [Alias("Delete")]
    Task<ChangeResult> Delete(string farmId, string viewId);

    /// <summary>Forgets all of them, with the person.</summary>
    [Alias("Clear")]
    Task Clear();
}
