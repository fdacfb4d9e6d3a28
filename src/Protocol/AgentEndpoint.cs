namespace BloxOs.Protocol;

/// <summary>Where and how an agent connects.</summary>
public static class AgentEndpoint
{
    /// <summary>Path of the WebSocket on any silo.</summary>
    public const string Path = "/agent";

    /// <summary>Path to which a rig without a token posts an <see cref="EnrollRequest"/>, with an enrollment code in its <c>Authorization</c> header.</summary>
    public const string EnrollPath = "/agent/enroll";

    /// <summary>Below it the agent's builds are, for everybody.</summary>
    public const string DownloadPath = "/agent/download/";

    /// <summary>The script that puts an agent on a rig.</summary>
    public const string InstallerPath = "/install.sh";

    /// <summary>WebSocket subprotocol that both sides name.</summary>
    public const string Subprotocol = "bloxos.v1";
}
