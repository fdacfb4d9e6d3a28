namespace BloxOs.Agent;

/// <summary>Version of this build.</summary>
internal static class AgentVersion
{
    /// <summary>As people write it, "0.1.0".</summary>
    public static string Text => BuildInfo.Version;
}
