namespace BloxOs.Agent.Updates;

/// <summary>One build.</summary>
internal sealed record UpdateFile
{
    /// <summary>Its name on the server.</summary>
    public string? Name { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 in hexadecimal.</summary>
    public string? Sha256 { get; init; }
}
