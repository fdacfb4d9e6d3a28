namespace BloxOs.Protocol;

/// <summary>A rig without a token asks to join the farm of its enrollment code.</summary>
public sealed record EnrollRequest
{
    /// <summary>
    /// A secret of the rig's own, 26 characters <c>a-z2-7</c> made of 128 random bits and kept on disk before it is sent: whoever sends the same one
    /// again is the same rig, which did not get the answer.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Host name; becomes the rig's name.</summary>
    public string? HostName { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(EnrollRequest);
}

/// <summary>The rig has joined.</summary>
public sealed record EnrollAnswer
{
    /// <summary>Id of the rig.</summary>
    public string? RigId { get; init; }

    /// <summary>Name of the rig, as its people see it.</summary>
    public string? RigName { get; init; }

    /// <summary>Its token: to be kept on disk, readable by the agent alone, before it is used.</summary>
    public string? Token { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(EnrollAnswer);
}
