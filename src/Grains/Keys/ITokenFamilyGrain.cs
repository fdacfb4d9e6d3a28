namespace BloxOs.Grains.Keys;

/// <summary>The refresh tokens that follow each other since one sign-in. The key is the id of the session that this sign-in began.</summary>
[Alias("bloxos.ITokenFamilyGrain")]
public interface ITokenFamilyGrain : IGrainWithStringKey
{
    /// <summary>Begins it with its first token; saved before it answers.</summary>
    /// <exception cref="InvalidOperationException">It exists already.</exception>
    [Alias("Begin")]
    Task Begin(TokenFamily family, byte[] tokenHash);

    /// <summary>The family whose current token this is; null for any other. Nothing is taken.</summary>
    [Alias("Find")]
    Task<TokenFamily?> Find(byte[] tokenHash);

    /// <summary>
    /// Takes a token and puts the next one in its place; saved before it answers. A token of this family that was taken before ends the
    /// family and its session: somebody has a copy.
    /// </summary>
    /// <param name="tokenHash">Hash of the token that is shown.</param>
    /// <param name="secretHash">Hash of the family's secret in it.</param>
    /// <param name="nextHash">Hash of the token that follows it.</param>
    [Alias("Take")]
    Task<TokenTaken> Take(byte[] tokenHash, byte[] secretHash, byte[] nextHash);

    /// <summary>Ends it. Nothing happens when there is none.</summary>
    [Alias("End")]
    Task End();
}
