using System.Collections.Immutable;

namespace BloxOs.Grains.Users;

/// <summary>One person: who signs in, and the farms that he can open. The key is an opaque id.</summary>
[Alias("bloxos.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Makes the user exist and claims the e-mail address; saved before it answers. Done, EmailTaken or Exists.</summary>
    [Alias("Create")]
    Task<UserOutcome> Create(UserAccount account);

    /// <summary>The account; null when there is no such user.</summary>
    [Alias("Find")]
    Task<UserAccount?> Find();

    /// <summary>Replaces the account that was read, and moves the claim when the e-mail address changed. Done, EmailTaken, Changed or Gone.</summary>
    [Alias("Save")]
    Task<UserOutcome> Save(UserAccount account);

    /// <summary>Removes the user and releases the e-mail address. Nothing happens when there is none.</summary>
    [Alias("Delete")]
    Task Delete();

    /// <summary>What a session of this user must carry; null when there is no such user or nobody may sign in as him now.</summary>
    [Alias("SessionStamp")]
    Task<string?> SessionStamp();

    /// <summary>Counts a failed sign-in. One way, so that an address which somebody has costs a guesser the same time as another.</summary>
    [OneWay, Alias("CountFailedSignIn")]
    Task CountFailedSignIn();

    /// <summary>A good sign-in: the count of failed ones starts again.</summary>
    [Alias("ResetFailedSignIns")]
    Task ResetFailedSignIns();

    /// <summary>Adds a farm to the user's list. The same call again changes nothing; the level is the farm's to say.</summary>
    /// <exception cref="InvalidOperationException">There is no such user.</exception>
    [Alias("AddFarm")]
    Task AddFarm(string farmId);

    /// <summary>Takes a farm off the user's list. Nothing happens when it is not on it, or when there is no such user.</summary>
    [Alias("RemoveFarm")]
    Task RemoveFarm(string farmId);

    /// <summary>Ids of the farms in the user's list, oldest first.</summary>
    [Alias("GetFarms")]
    Task<ImmutableArray<string>> GetFarms();
}
