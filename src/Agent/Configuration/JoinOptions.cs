namespace BloxOs.Agent.Configuration;

/// <summary>What a rig without a token joins with.</summary>
/// <param name="Code">The enrollment code.</param>
/// <param name="TokenFile">Where the token goes.</param>
internal sealed record JoinOptions(string Code, string TokenFile)
{
    /// <summary>Beside it: the secret by which the server knows this rig again when the answer was lost.</summary>
    public string KeyFile => TokenFile + ".joining";

    /// <summary>The code is never printed.</summary>
    public override string ToString() => nameof(JoinOptions);
}
