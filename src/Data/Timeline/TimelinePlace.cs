using System.Globalization;

namespace BloxOs.Data.Timeline;

/// <summary>A place in the order of events, newest first.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Id"><see cref="TimelineEntry.Id"/>.</param>
public readonly record struct TimelinePlace(long At, long Id)
{
    /// <summary>Where this event stands.</summary>
    public static TimelinePlace Of(TimelineEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Event.At.ToUnixTimeMilliseconds(), entry.Id);
    }

    /// <summary>As <see cref="ToString"/> wrote it; null when it is not that.</summary>
    public static TimelinePlace? Read(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(at, id)
            : null;
    }

    /// <summary>Both numbers, separated by a dot.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}.{Id}");
}
