using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>
/// Tells whether a running miner is what is wanted. Made of what the command line is made of, not of the line itself: an agent that writes a flag
/// differently, or sees a card late, must not restart a miner.
/// </summary>
internal static class LaunchDigest
{
    /// <summary>Hexadecimal SHA-256.</summary>
    /// <param name="wanted">What is wanted; what does not change the miner counts not.</param>
    /// <param name="record">Pool and cards that the agent chose.</param>
    public static string Of(DesiredMiner wanted, MinerRecord record)
    {
        var effective = wanted with
        {
            Enabled = null,
            LeastHashrate = null,
            Algorithms = wanted.Algorithms is { } algorithms ? [.. algorithms.Select(a => a with { Coin = null })] : null,
        };
        var text = new StringBuilder(JsonSerializer.Serialize(effective, ControlJson.Default.DesiredMiner));
        text.Append('\n').Append(record.Pool.ToString(CultureInfo.InvariantCulture));
        foreach (string card in record.Quarantined) { text.Append('\n').Append(card); }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
