namespace BloxOs.Agent.Doctor;

/// <summary>What a check came to.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The agent works, with less than it could.</summary>
    Warning,

    /// <summary>Something that the agent needs is not there.</summary>
    Missing,
}
