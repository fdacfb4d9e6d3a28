using BloxOs.Grains.Commands;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>What an agent says about its orders, as the grains know it: bounded, and safe to show.</summary>
internal static class ReportMapping
{
    /// <summary>Longest time in the future that a start is told for.</summary>
    static readonly TimeSpan s_longestPause = TimeSpan.FromDays(1);

    /// <summary>The word on a command; null when it has no id or no state that this version knows.</summary>
    public static CommandReport? ToReport(this CommandState state)
    {
        if (state.Id is not { Length: > 0 and <= ProtocolLimits.CommandIdLength } id || PhaseOf(state.State) is not { } phase) { return null; }
        string? output = state.Output is { Length: > 0 } text ? SafeText.Lines(SecretMask.Of(text), ProtocolLimits.CommandOutputBytes) : null;
        bool shorter = output is not null && SafeText.IsLonger(state.Output!, ProtocolLimits.CommandOutputBytes);
        return new(id, phase, output, shorter || state.Cut == true);
    }

    /// <summary>What became of what is wanted.</summary>
    public static AppliedWork ToWork(this Applied applied, DateTimeOffset now) => new()
    {
        Revision = applied.Revision,
        Digest = Text(applied.Digest),
        Refused = Text(applied.Refused),
        Recovering = Text(applied.Recovering),
        Miners = [.. (applied.Miners ?? []).Where(static m => WantedRules.IsName(m?.Name)).Take(ProtocolLimits.Miners).Select(miner => ToMiner(miner, now))],
    };

    /// <summary>Lines of a log; null when they belong to no instance.</summary>
    public static MinerLogLines? ToLines(this MinerLog log) => !WantedRules.IsName(log.Instance) || log.First is < 1 or > 1L << 50
        ? null
        : new(log.First, [.. (log.Lines ?? []).Take(ProtocolLimits.LogLines).Select(static line => SecretMask.Of(SafeText.Line(line ?? "", ProtocolLimits.LogLineLength)))]);

    static Grains.Commands.AppliedMiner ToMiner(Protocol.AppliedMiner miner, DateTimeOffset now) => new()
    {
        Name = miner.Name!,
        Miner = Text(miner.Miner),
        Phase = miner.State switch
        {
            MinerStates.Running => MinerPhase.Running,
            MinerStates.Stopped => MinerPhase.Stopped,
            MinerStates.Waiting => MinerPhase.Waiting,
            MinerStates.Failed => MinerPhase.Failed,
            MinerStates.Held => MinerPhase.Held,
            _ => MinerPhase.Other,
        },
        Reason = Text(miner.Reason),
        Exits = Math.Max(0, miner.Exits ?? 0),
        ExitCode = miner.ExitCode,
        NextStartAt = miner.NextStartInMilliseconds is >= 0 and var pause && pause <= s_longestPause.TotalMilliseconds ? now.AddMilliseconds(pause) : null,
        LastLines = [.. (miner.LastLines ?? []).TakeLast(ProtocolLimits.LastLines).Select(static line => SecretMask.Of(SafeText.Line(line ?? "", ProtocolLimits.LogLineLength)))],
        Quarantined = [.. (miner.Quarantined ?? []).OfType<string>().Take(ProtocolLimits.Gpus).Select(SafeText.Of)],
    };

    static CommandPhase? PhaseOf(string? state) => state switch
    {
        CommandStates.Started => CommandPhase.Started,
        CommandStates.Ok => CommandPhase.Ok,
        CommandStates.Failed => CommandPhase.Failed,
        CommandStates.Expired => CommandPhase.Expired,
        CommandStates.Unknown => CommandPhase.Unknown,
        _ => null,
    };

    static string? Text(string? text) => text is null ? null : SecretMask.Of(SafeText.Of(text));
}
