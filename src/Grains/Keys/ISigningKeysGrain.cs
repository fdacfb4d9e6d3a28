using System.Collections.Immutable;

namespace BloxOs.Grains.Keys;

/// <summary>The keys with which access tokens are signed, the same for all web processes. There is one grain, under <see cref="Key"/>.</summary>
[Alias("bloxos.ISigningKeysGrain")]
public interface ISigningKeysGrain : IGrainWithStringKey
{
    /// <summary>The grain's key.</summary>
    const string Key = "access-tokens";

    /// <summary>The keys, the newest first.</summary>
    [Alias("GetKeys")]
    Task<ImmutableArray<SigningKey>> GetKeys();

    /// <summary>
    /// Puts a key before the others, unless another one has taken the place of <paramref name="insteadOf"/> already; older ones than the
    /// last two are forgotten. Saved before it answers. The keys as they are now.
    /// </summary>
    [Alias("Add")]
    Task<ImmutableArray<SigningKey>> Add(SigningKey key, string? insteadOf);
}
