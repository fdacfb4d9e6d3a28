using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using BloxOs.Grains.Views;

namespace BloxOs.Web.Accounts;

/// <summary>A farm that somebody owns alone.</summary>
internal sealed record SoleFarm(string FarmId, string Name);

/// <summary>Deletes a person: out of every farm first. Who is the last owner of a farm stays until it has another.</summary>
internal sealed class PersonRemoval(IGrainFactory grains)
{
    IUsersGrain Users => grains.GetGrain<IUsersGrain>(IUsersGrain.Key);

    /// <summary>Null when he is gone; else why not, in words.</summary>
    public async Task<string?> RemoveAsync(string userId)
    {
        // Asked first, so that who stays keeps his farms.
        if (await WordsAsync(await Users.MayGo(userId), userId) is { } stays) { return stays; }
        foreach (var farmId in await grains.GetGrain<IUserGrain>(userId).GetFarms())
        {
            if (await grains.GetGrain<IFarmGrain>(farmId).RemoveMember(userId) is { Outcome: ChangeOutcome.Refused, Reason: var reason }) { return reason; }
        }
        await grains.GetGrain<IUserKeysGrain>(userId).RevokeAll();
        await grains.GetGrain<IUserViewsGrain>(userId).Clear();
        return Words(await Users.Delete(userId));
    }

    /// <summary>Farms that would have nobody who can act as their owner without him, by name.</summary>
    public async Task<IReadOnlyList<SoleFarm>> SoleFarmsAsync(string userId)
    {
        var farms = new List<SoleFarm>();
        foreach (var farmId in await grains.GetGrain<IUserGrain>(userId).GetFarms())
        {
            var farm = grains.GetGrain<IFarmGrain>(farmId);
            if (await farm.IsOnlyOwner(userId)) { farms.Add(new(farmId, (await farm.MembershipOf(userId)).Name)); }
        }
        return [.. farms.OrderBy(static farm => farm.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What to tell of a change of this person, with the names of his farms; null when it is done.</summary>
    public async Task<string?> WordsAsync(UserChange change, string userId)
    {
        if (change is not UserChange.LastOwner || await SoleFarmsAsync(userId) is not { Count: > 0 } farms) { return Words(change); }
        return $"This is the only owner of {string.Join(" and ", farms.Select(static farm => farm.Name))}: give {(farms.Count == 1 ? "the farm" : "each farm")} another owner or delete it first.";
    }

    /// <summary>The same without them.</summary>
    public static string? Words(UserChange change) => change switch
    {
        UserChange.Done => null,
        UserChange.LastAdmin => "This is the last administrator who can sign in: make somebody else one first.",
        UserChange.LastOwner => "This is the only owner of a farm: give it another owner or delete it first.",
        UserChange.Gone => "This account does not exist any more.",
        _ => "Others changed this account just now. Try again.",
    };
}
