namespace BloxOs.Agent.Updates;

/// <summary>What came of an update.</summary>
internal sealed record UpdateEntry
{
    /// <summary>The version that was tried.</summary>
    public string? Version { get; init; }

    /// <summary>It connected, and is in place.</summary>
    public bool Installed { get; init; }

    /// <summary>For people.</summary>
    public string? Text { get; init; }
}
