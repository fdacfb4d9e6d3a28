using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>Ages and durations. <c>wwwroot/js/ages.js</c> lets them tick in the browser by the same rules.</summary>
internal static class TimeText
{
    /// <summary>How long a machine is up: "4d 02:13", days always.</summary>
    public static string Uptime(TimeSpan time)
    {
        time = NotNegative(time);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays}d {time.Hours:00}:{time.Minutes:00}");
    }

    /// <summary>How long a program is up: "10:21:40" on its first day, then "4d 02:13".</summary>
    public static string Runtime(TimeSpan time)
    {
        time = NotNegative(time);
        return time.TotalDays >= 1 ? Uptime(time) : time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Age of a report: "24 s" under two minutes, then "8m ago", "3h ago", "4d ago".</summary>
    public static string Age(TimeSpan age)
    {
        age = NotNegative(age);
        return age.TotalSeconds < 120 ? Seconds(age)
            : age.TotalHours < 1 ? Text($"{(int)age.TotalMinutes}m ago")
            : age.TotalDays < 2 ? Text($"{(int)age.TotalHours}h ago")
            : Text($"{(int)age.TotalDays}d ago");
    }

    /// <summary>How long something lasts: "24 s" under two minutes, then "13m 05s", "4h 02m", "4d 02:13".</summary>
    public static string Span(TimeSpan time)
    {
        time = NotNegative(time);
        return time.TotalSeconds < 120 ? Seconds(time)
            : time.TotalHours < 1 ? Text($"{(int)time.TotalMinutes}m {time.Seconds:00}s")
            : time.TotalDays < 1 ? Text($"{(int)time.TotalHours}h {time.Minutes:00}m")
            : Uptime(time);
    }

    /// <summary>How long a piece of work took: "120 ms" under ten seconds, then as <see cref="Span"/>.</summary>
    public static string Took(TimeSpan time) => time.TotalSeconds < 1 ? Text($"{(long)NotNegative(time).TotalMilliseconds}{NumberText.Firm}ms")
        : time.TotalSeconds < 60 ? Text($"{time.TotalSeconds:0.0}{NumberText.Firm}s")
        : Span(time);

    /// <summary><see cref="Age"/> where nothing beside it says that it is one: "24 s ago".</summary>
    public static string Ago(TimeSpan age) => age.TotalSeconds < 120 ? Age(age) + " ago" : Age(age);

    /// <summary>For <c>datetime</c> and <c>data-at</c>: UTC to the millisecond.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>For people without JavaScript: "22 Nov 2026, 18:42 UTC".</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same where lines a second apart have to be told from each other: "22 Nov 2026, 18:42:07 UTC".</summary>
    public static string Second(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    static string Seconds(TimeSpan time) => Text($"{(int)time.TotalSeconds}{NumberText.Firm}s");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Clocks of silos differ by milliseconds: a report "from the future" is simply new.
    static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
