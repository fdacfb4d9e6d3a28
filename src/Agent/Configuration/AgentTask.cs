namespace BloxOs.Agent.Configuration;

/// <summary>What the agent was asked to do.</summary>
internal enum AgentTask
{
    /// <summary>Connect and report until stopped.</summary>
    Run,

    /// <summary>Join a farm, keep the token, then exit.</summary>
    Enroll,

    /// <summary>Print inventory and one sample for people, then exit.</summary>
    Status,

    /// <summary>Print inventory and one sample as JSON, then exit.</summary>
    StatusJson,

    /// <summary>Say what the rig lacks, then exit.</summary>
    Doctor,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the help.</summary>
    Help,
}
