namespace BloxOs.Protocol;

/// <summary>Where and how an agent connects.</summary>
public static class AgentEndpoint
{
    /// <summary>Path of the WebSocket on any silo.</summary>
    public const string Path = "/agent";

    /// <summary>Path to which a rig without a token posts an <see cref="EnrollRequest"/>, with an enrollment code in its <c>Authorization</c> header.</summary>
    public const string EnrollPath = "/agent/enroll";

    /// <summary>WebSocket subprotocol that both sides name.</summary>
    public const string Subprotocol = "bloxos.v1";
}
