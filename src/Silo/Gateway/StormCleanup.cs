namespace BloxOs.Silo.Gateway;

/// <summary>
/// A storm of connects leaves its garbage in the oldest generation of the heap, and a server that then allocates little would not look
/// there for hours. So one collection follows each storm, when it is over; measured: docs/performance.md.
/// </summary>
internal sealed class StormCleanup(TimeProvider time, Action collect)
{
    /// <summary>Connects from which on it is a storm.</summary>
    public const int Storm = 500;

    /// <summary>No further connect for so long: it is over.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    long _seen, _cleaned, _seenAt = time.GetTimestamp();

    /// <summary>Looks at the number of connects so far, about once a second.</summary>
    public void Look(long connects)
    {
        if (connects != _seen) { (_seen, _seenAt) = (connects, time.GetTimestamp()); }
        else if (connects - _cleaned >= Storm && time.GetElapsedTime(_seenAt) >= Quiet)
        {
            _cleaned = connects;
            collect();
        }
    }
}
