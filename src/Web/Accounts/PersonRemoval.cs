using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Accounts;

/// <summary>Deletes a person: out of every farm first. Who is the last owner of a farm stays until it has another.</summary>
internal sealed class PersonRemoval(IGrainFactory grains)
{
    /// <summary>Null when he is gone; else why not, in words.</summary>
    public async Task<string?> RemoveAsync(string userId)
    {
        var farms = await grains.GetGrain<IUserGrain>(userId).GetFarms();
        foreach (var farmId in farms)
        {
            var members = await grains.GetGrain<IFarmGrain>(farmId).GetMembers();
            if (members.Any(one => one.UserId == userId && one.Level == FarmLevel.Owner) && members.Count(static one => one.Level == FarmLevel.Owner) == 1)
            {
                var name = (await grains.GetGrain<IFarmGrain>(farmId).MembershipOf(userId)).Name;
                return $"This is the only owner of {name}: give the farm another owner or delete it first.";
            }
        }
        foreach (var farmId in farms)
        {
            if (await grains.GetGrain<IFarmGrain>(farmId).RemoveMember(userId) is { Outcome: ChangeOutcome.Refused, Reason: var reason }) { return reason; }
        }
        return Words(await grains.GetGrain<IUsersGrain>(IUsersGrain.Key).Delete(userId));
    }

    /// <summary>What to tell of a change; null when it is done.</summary>
    public static string? Words(UserChange change) => change switch
    {
        UserChange.Done => null,
        UserChange.LastAdmin => "This is the last administrator who can sign in: make somebody else one first.",
        UserChange.Gone => "This account does not exist any more.",
        _ => "Others changed this account just now. Try again.",
    };
}
