using System.Globalization;

namespace BloxOs.RigSim.Agents;

/// <summary>Waits between connections of one rig.</summary>
/// <param name="spread">Added by chance, so that a large fleet does not come back all at once.</param>
internal sealed class Backoff(TimeSpan spread)
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    int failures;

    /// <summary>A welcome came.</summary>
    public void Reset() => failures = 0;

    /// <summary>The next wait: doubling from 1 s to 60 s, half of it by chance; what the server asks for comes first.</summary>
    /// <param name="hint">Reason of a close 1012 or 1013: seconds, taken within 1 to 300.</param>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan Next(string? hint, double chance)
    {
        var wait = First * Math.Pow(2, Math.Min(failures++, 6));
        wait = (wait < Longest ? wait : Longest) * (0.5 + chance / 2) + spread * chance;
        if (hint is null || !double.TryParse(hint, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !double.IsFinite(seconds)) { return wait; }
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 300) * (1 + chance / 2)) + spread * chance;
    }
}
