using System.Globalization;

namespace BloxOs.Agent.Control;

/// <summary>How a miner's fate is told.</summary>
internal static class MinerWords
{
    /// <summary>How it ended.</summary>
    /// <param name="code">Exit status, where it is known.</param>
    /// <param name="ran">How long it ran.</param>
    /// <param name="shortRuns">Short runs in a row.</param>
    public static string Ended(int? code, TimeSpan ran, int shortRuns)
    {
        string how = code switch
        {
            null => "ended",
            > 128 => $"killed by signal {code - 128}",
            _ => $"ended with exit code {code}",
        };
        string loop = shortRuns >= BackOff.Loop ? $", a crash loop: {shortRuns} times in a row" : "";
        return $"{how} after {Time(ran)}{loop}";
    }

    /// <summary>A span, roughly.</summary>
    public static string Time(TimeSpan span) => span switch
    {
        { TotalSeconds: < 120 } => Number(span.TotalSeconds, "s"),
        { TotalMinutes: < 120 } => Number(span.TotalMinutes, "min"),
        { TotalHours: < 48 } => Number(span.TotalHours, "h"),
        _ => Number(span.TotalDays, "days"),
    };

    static string Number(double number, string unit) => $"{Math.Max(0, number).ToString("0", CultureInfo.InvariantCulture)} {unit}";
}
