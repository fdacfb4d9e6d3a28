namespace BloxOs.Protocol;

/// <summary>Where and how an agent connects.</summary>
public static class AgentEndpoint
{
    /// <summary>Path of the WebSocket on any silo.</summary>
    public const string Path = "/agent";

    /// <summary>WebSocket subprotocol that both sides name.</summary>
    public const string Subprotocol = "bloxos.v1";
}
