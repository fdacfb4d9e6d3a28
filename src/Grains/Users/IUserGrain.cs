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

    /// <summary>
    /// Puts the same seed of one-time codes, encrypted anew, in the place of what is stored; which codes were used stays known. The version counts
    /// up. False, and nothing happens, when the stored one is another by now.
    /// </summary>
    [Alias("ReplaceAuthenticatorKey")]
    Task<bool> ReplaceAuthenticatorKey(string stored, string anew);

    /// <summary>Removes the user and releases the e-mail address. Nothing happens when there is none.</summary>
    [Alias("Delete")]
    Task Delete();

    /// <summary>What a session of this user must carry; null when there is no such user or nobody may sign in as him now.</summary>
    [Alias("SessionStamp")]
    Task<string?> SessionStamp();

    /// <summary>
    /// Begins a session in the place of another, or of none; its id, saved before it answers. Null when the account has another stamp or nobody may sign in
    /// as this user now.
    /// </summary>
    [Alias("BeginSession")]
    Task<string?> BeginSession(string stamp, string address, string browser, string? replacedId);

    /// <summary>Whether a request of this session may go on; notes that it was used.</summary>
    [Alias("UseSession")]
    Task<bool> UseSession(string sessionId, string stamp);

    /// <summary>The same without noting it: an open tab is no use.</summary>
    [Alias("HasSession")]
    Task<bool> HasSession(string sessionId, string stamp);

    /// <summary>Ends one session; false when there is none with this id.</summary>
    [Alias("EndSession")]
    Task<bool> EndSession(string sessionId);

    /// <summary>Ends all sessions but one; how many ended.</summary>
    [Alias("EndSessions")]
    Task<int> EndSessions(string? exceptId);

    /// <summary>The sessions that can be used now, the last used first.</summary>
    [Alias("GetSessions")]
    Task<ImmutableArray<UserSession>> GetSessions();

    /// <summary>The person for those who look after people; null when there is no such user.</summary>
    [Alias("GetSummary")]
    Task<UserSummary?> GetSummary();

    /// <summary>Asks for one try of the second step of a sign-in, and counts it; how long to wait instead after five within five minutes.</summary>
    [Alias("BeginSecondStep")]
    Task<TimeSpan?> BeginSecondStep();

    /// <summary>Takes the one-time code of this time step; false when it or a later one was taken before.</summary>
    [Alias("UseCodeStep")]
    Task<bool> UseCodeStep(long step);

    /// <summary>The second step was a good one: the count of tries starts again.</summary>
    [Alias("SecondStepSucceeded")]
    Task SecondStepSucceeded();

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
