using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>The other rigs of a silent rig's farm that have ever reported.</summary>
/// <param name="Others">How many there are.</param>
/// <param name="Heard">How many report.</param>
/// <param name="FellTogether">How many fell silent within a minute of it and still are.</param>
internal sealed record DownNeighbours(int Others, int Heard, int FellTogether)
{
    static readonly TimeSpan s_together = TimeSpan.FromMinutes(1);

    /// <summary>Looks at a farm from one of its rigs.</summary>
    public static DownNeighbours Of(RigView rig, IEnumerable<RigView> farm)
    {
        var others = farm.Where(other => other.RigId != rig.RigId && other.Reading.LastSeenAt is not null).ToList();
        var silent = others.Where(static other => other.Reading.Status == RigStatus.Offline).ToList();
        int together = rig.Reading.LastSeenAt is { } seen ? silent.Count(other => (other.Reading.LastSeenAt!.Value - seen).Duration() <= s_together) : 0;
        return new(others.Count, others.Count - silent.Count, together);
    }
}
