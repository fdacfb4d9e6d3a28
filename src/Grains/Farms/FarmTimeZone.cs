using System.Buffers;

namespace BloxOs.Grains.Farms;

/// <summary>Time zones by their IANA id.</summary>
public static class FarmTimeZone
{
    const int MaxLength = 64;

    static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    /// <summary>Whether this machine knows a time zone of that id.</summary>
    public static bool IsKnown(string? id)
    {
        if (id is not { Length: > 0 and <= MaxLength } || id.AsSpan().ContainsAnyExcept(s_allowed)) { return false; }
        return id == FarmSettings.DefaultTimeZone || (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId);
    }

    /// <summary>The zone; UTC when this machine does not know the id.</summary>
    public static TimeZoneInfo Of(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
