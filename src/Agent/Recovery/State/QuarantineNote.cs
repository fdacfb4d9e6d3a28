namespace BloxOs.Agent.Recovery.State;

/// <summary>A <see cref="Steps.QuarantinedCard"/> as it lies on the disk.</summary>
internal sealed record QuarantineNote
{
    /// <summary>The card.</summary>
    public string? BusId { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was taken out, or in again, seconds.</summary>
    public double Since { get; init; }

    /// <summary>The boot in which it was taken out.</summary>
    public string? BootId { get; init; }

    /// <summary>How often in a row.</summary>
    public int Times { get; init; }

    /// <summary>It is left out.</summary>
    public bool IsOut { get; init; }
}
