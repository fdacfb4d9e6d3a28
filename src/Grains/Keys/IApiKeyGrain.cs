namespace BloxOs.Grains.Keys;

/// <summary>One API key. The grain's key is the id in its text.</summary>
[Alias("bloxos.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>From the list of its owner: makes it exist; saved before it answers.</summary>
    /// <exception cref="InvalidOperationException">It exists already.</exception>
    [Alias("Create")]
    Task<KeyView> Create(string userId, KeyDraft draft, byte[] hash);

    /// <summary>The key when this is the hash of its text and it has not ended, and notes the use; else null.</summary>
    [Alias("Use")]
    Task<KeyView?> Use(byte[] hash);

    /// <summary>The key; null when there is none.</summary>
    [Alias("Find")]
    Task<KeyView?> Find();

    /// <summary>Ends it: dead when this answers. Nothing happens when there is none.</summary>
    [Alias("Revoke")]
    Task Revoke();
}
