using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Everything that is known about a rig that is silent; <see cref="WhyDown"/> decides from it.</summary>
internal sealed record DownEvidence
{
    /// <summary>Looked at then.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the last message came.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>How the connection ended.</summary>
    public RigEnding Ending { get; init; }

    /// <summary>The last sample; empty when none is kept.</summary>
    public RigStats Stats { get; init; } = RigStats.Empty;

    /// <summary>Thresholds.</summary>
    public HeatBands Bands { get; init; } = HeatBands.Default;

    /// <summary>Addresses in the rig's own network.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Its disk took no writes.</summary>
    public bool DiskReadOnly { get; init; }

    /// <summary>What happened on it in its last minutes.</summary>
    public IReadOnlyList<RigHappening> Happenings { get; init; } = [];

    /// <summary>Its commands, newest first.</summary>
    public IReadOnlyList<RigCommand> Commands { get; init; } = [];

    /// <summary>What it said it was doing to help itself; null when nothing.</summary>
    public string? Recovering { get; init; }

    /// <summary>The other rigs of its farm; null when they were not asked.</summary>
    public DownNeighbours? Neighbours { get; init; }

    /// <summary>A sample is kept.</summary>
    public bool HasSample => Stats.Sequence > 0;
}
