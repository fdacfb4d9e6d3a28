using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Makes of cards that cannot be read, and can again, events of the rig: when that changes, and for each vendor not more often than every ten minutes.</summary>
/// <param name="events">Where events go.</param>
/// <param name="time">Clock of the pause.</param>
internal sealed class VendorTrouble(RigEvents events, TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);   // when a trouble was told that is not over, by vendor
    readonly Dictionary<string, long> _quiet = new(StringComparer.Ordinal);

    /// <summary>A vendor was read.</summary>
    /// <param name="vendor">Its id.</param>
    /// <param name="problem">Why its cards could not be read; null when they could.</param>
    public void Note(string vendor, string? problem)
    {
        if (problem is null)
        {
            if (!_told.Remove(vendor, out long at)) { return; }
            _quiet[vendor] = at;
            events.Add(RigEventKinds.Reading, $"{vendor}: the cards can be read again");
            return;
        }
        if (_told.ContainsKey(vendor) || (_quiet.TryGetValue(vendor, out long last) && time.GetElapsedTime(last) < Pause)) { return; }
        _told[vendor] = time.GetTimestamp();
        events.Add(RigEventKinds.Reading, $"{vendor}: {problem}");
    }
}
