namespace BloxOs.Grains.Users;

/// <summary>
/// What an administrator does to people, one after the other, so that the last administrator who can sign in is never removed, disabled or
/// demoted. The key is <see cref="Key"/>. Each change ends the person's sessions.
/// </summary>
[Alias("bloxos.IUsersGrain")]
public interface IUsersGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "users";

    /// <summary>Another role. Done, Gone, LastAdmin, Busy, or LastOwner: a monitor cannot act as a farm's owner.</summary>
    [Alias("SetRole")]
    Task<UserChange> SetRole(string userId, UserRole role);

    /// <summary>Whether nobody may sign in as this person. Done, Gone, LastAdmin or Busy.</summary>
    [Alias("SetDisabled")]
    Task<UserChange> SetDisabled(string userId, bool disabled);

    /// <summary>Whether <see cref="Delete"/> would do it now: Done, Gone, LastAdmin or LastOwner. Changes nothing.</summary>
    [Alias("MayGo")]
    Task<UserChange> MayGo(string userId);

    /// <summary>Removes the person; his farms must be settled before. Done, Gone or LastAdmin.</summary>
    [Alias("Delete")]
    Task<UserChange> Delete(string userId);

    /// <summary>Somebody was made as an administrator.</summary>
    [Alias("NoteAdmin")]
    Task NoteAdmin(string userId);
}
