using BloxOs.Data.Timeline;

namespace BloxOs.Grains.Rigs;

/// <summary>How much a rig may write on its timeline: one that flaps, or an agent that means no good, does not fill it.</summary>
internal sealed class TrailPace
{
    /// <summary>Most events of one rig in an hour; after them one says that the rest of the hour is left out.</summary>
    public const int MaxPerHour = 240;

    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    DateTimeOffset _ends;
    int _used;

    /// <summary>The item; after the last of an hour the word that no more follow; null after that.</summary>
    public TrailItem? Take(TrailItem item, DateTimeOffset now)
    {
        if (now >= _ends) { (_ends, _used) = (now + Window, 0); }
        if (_used > MaxPerHour) { return null; }
        return _used++ < MaxPerHour ? item : new("muted", TimelineSeverity.Warning);
    }
}
