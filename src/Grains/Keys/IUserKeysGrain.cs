using System.Collections.Immutable;

namespace BloxOs.Grains.Keys;

/// <summary>The API keys of one user. The grain's key is the user's id.</summary>
[Alias("bloxos.IUserKeysGrain")]
public interface IUserKeysGrain : IGrainWithStringKey
{
    /// <summary>Most keys of one user.</summary>
    const int MaxKeys = 50;

    /// <summary>Makes a key; saved before it answers. Done, TooMany or Ended.</summary>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    [Alias("Create")]
    Task<KeyMade> Create(KeyDraft draft);

    /// <summary>The user's keys, the newest first, ended ones too.</summary>
    [Alias("GetKeys")]
    Task<ImmutableArray<KeyView>> GetKeys();

    /// <summary>Ends a key of this user; false when he has none with this id. Dead when this answers.</summary>
    [Alias("Revoke")]
    Task<bool> Revoke(string keyId);

    /// <summary>Ends all keys of this user; how many there were.</summary>
    [Alias("RevokeAll")]
    Task<int> RevokeAll();
}
