using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Tells the server what became of what it wants, within the limits of the wire.</summary>
internal static class AppliedReport
{
    /// <summary>The message stays below this.</summary>
    public const int MaximumBytes = 48 * 1024;

    /// <summary>The message, as UTF-8 JSON.</summary>
    public static byte[] Of(MinerSupervisor supervisor, TimeProvider time)
    {
        var (miners, desired) = (supervisor.Miners, supervisor.Desired);
        string? digest = desired.Revision > 0 ? DesiredDigest.Of(desired) : null;
        for (int lines = ProtocolLimits.LastLines; ; lines /= 2)
        {
            byte[] message = ProtocolJson.ToUtf8(new Applied
            {
                Revision = desired.Revision,
                Digest = digest,
                Refused = Cut(supervisor.Refused),
                Recovering = Cut(supervisor.Recovering),
                Miners = [.. miners.Select(m => Of(m, lines, time))],
            });
            if (message.Length <= MaximumBytes || lines == 0) { return message; }
        }
    }

    static AppliedMiner Of(MinerStatus miner, int lines, TimeProvider time) => new()
    {
        Name = miner.Name,
        Miner = miner.Wanted.Miner,
        State = miner.State,
        Reason = Cut(miner.Reason),
        Exits = miner.Exits,
        ExitCode = miner.ExitCode,
        NextStartInMilliseconds = miner.NextStart is { } next ? Math.Max(0, (long)time.GetElapsedTime(time.GetTimestamp(), next).TotalMilliseconds) : null,
        LastLines = miner.LastLines.Count > 0 && lines > 0 ? [.. miner.LastLines.TakeLast(lines)] : null,
        Quarantined = miner.Quarantined.Count > 0 ? miner.Quarantined : null,
    };

    static string? Cut(string? text) => text is { Length: > ProtocolLimits.TextLength } ? text[..ProtocolLimits.TextLength] : text;
}
