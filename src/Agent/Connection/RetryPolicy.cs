using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>When to connect again, and what to tell people.</summary>
/// <param name="Delay">Time to wait.</param>
/// <param name="Advice">What a person can do; null when nothing is needed.</param>
/// <param name="Serious">Needs a person: it does not get better by itself.</param>
internal sealed record Retry(TimeSpan Delay, string? Advice = null, bool Serious = false);

/// <summary>Decides over the next connection. Pure: the chance is an argument.</summary>
internal static class RetryPolicy
{
    /// <summary>A connection that stood this long was a good one: counting of failures begins anew.</summary>
    public static readonly TimeSpan GoodAfter = TimeSpan.FromSeconds(30);

    const double LongestBackoffSeconds = 30;

    /// <summary>Least time between two tries, so that a refusing server is not asked without a pause.</summary>
    const double ShortestBackoffSeconds = 0.1;

    /// <summary>Decides.</summary>
    /// <param name="end">How the last connection ended.</param>
    /// <param name="failures">Connections in a row that failed, this one included: 1 or more.</param>
    /// <param name="chance">Random, 0 to 1.</param>
    public static Retry Next(SessionEnd end, int failures, double chance) => (end.CloseCode ?? end.HttpStatus) switch
    {
        401 or CloseCodes.BadToken => Wait(60, 60, chance, "the server does not know this token: add the rig in BloxOs again and put its new token into BLOXOS_TOKEN_FILE"),
        403 or CloseCodes.Revoked => Wait(60, 60, chance, "the token was revoked: make a new one for this rig in BloxOs and put it into BLOXOS_TOKEN_FILE"),
        CloseCodes.Replaced => Wait(30, 30, chance, "another connection uses the token of this rig: if this goes on, two machines have the same token (a copied disk?)"),
        CloseCodes.OtherMachine => Wait(300, 300, chance, "another machine uses the token of this rig (a copied disk?): make a new token for one of them in BloxOs"),
        426 or CloseCodes.VersionNotServed => Wait(300, 300, chance, "the server does not speak this agent's protocol version: update the agent"),
        429 or 503 when end.RetryAfterSeconds is { } seconds => Hint(seconds, chance),
        429 or CloseCodes.TooFast => Wait(10, 20, chance, null),
        CloseCodes.ServiceRestart or CloseCodes.TryAgainLater when Seconds(end.CloseReason) is { } seconds => Hint(seconds, chance),
        CloseCodes.ServiceRestart or CloseCodes.TryAgainLater => Backoff(failures, chance, shortest: 1),
        >= 300 and < 400 => Backoff(failures, chance) with
        {
            Advice = "redirects are not followed: set BLOXOS_SERVER to the server's own address",
            Serious = true,
        },
        _ => Backoff(failures, chance),
    };

    /// <summary>The server is well and wants this agent to come later.</summary>
    public static bool IsPutOff(SessionEnd end) =>
        (end.CloseCode ?? end.HttpStatus) is 429 or 503 or CloseCodes.TooFast or CloseCodes.ServiceRestart or CloseCodes.TryAgainLater;

    /// <summary>Full jitter: anywhere between nothing and 2, 4, 8, 16, 30 s, so that thousands of agents do not come back at once.</summary>
    static Retry Backoff(int failures, double chance, double shortest = ShortestBackoffSeconds)
    {
        double longest = Math.Min(LongestBackoffSeconds, Math.Pow(2, Math.Min(failures, 16)));
        return new(TimeSpan.FromSeconds(Math.Max(shortest, longest * chance)));
    }

    static Retry Wait(double seconds, double spread, double chance, string? advice) =>
        new(TimeSpan.FromSeconds(seconds + (spread * chance)), advice, advice is not null);

    static Retry Hint(long seconds, double chance)
    {
        double wanted = Math.Clamp(seconds, 1, 300);
        return new(TimeSpan.FromSeconds(wanted + (chance * Math.Max(1, wanted / 2))));
    }

    static long? Seconds(string? reason)
    {
        if (reason is not { Length: > 0 and <= 32 }) { return null; }
        return long.TryParse(reason.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) ? seconds : null;
    }
}
