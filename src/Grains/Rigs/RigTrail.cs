using BloxOs.Data.Timeline;
using BloxOs.Grains.Commands;

namespace BloxOs.Grains.Rigs;

/// <summary>Decides how what happens to a rig reads on its timeline.</summary>
internal static class RigTrail
{
    const string Noun = "rig.";

    /// <summary>The rig has another state.</summary>
    /// <param name="status">The new one.</param>
    /// <param name="why">In words; null when the state says it all.</param>
    public static TrailItem Of(RigStatus status, string? why) => new(
        TimelineEvent.StatusKind,
        status switch
        {
            RigStatus.Offline => TimelineSeverity.Error,
            RigStatus.Inactive or RigStatus.Recovering or RigStatus.Stale => TimelineSeverity.Warning,
            _ => TimelineSeverity.Info,
        },
        Text: why,
        Value: RigStatusNames.Of(status));

    /// <summary>What goes into the audit log stands on the timeline too; that it is on or off its states say there.</summary>
    public static IEnumerable<TrailItem> Of(RigNewsItem news)
    {
        if (news.Action is "rig.online" or "rig.offline") { yield break; }
        string kind = news.Action[Noun.Length..];
        var severity = SeverityOf(news.Action);
        if (news.At is { } at)
        {
            var said = news.Changes[0];
            yield return new(kind, severity, said.Field, said.After) { At = at };
            yield break;
        }
        if (news.Changes.Count == 0) { yield return new(kind, severity); }
        foreach (var change in news.Changes)
        {
            string? text = change is { Before: { } before, After: { } after } ? $"{before} → {after}" : change.After ?? change.Before;
            yield return new(kind, severity, change.Field, text);
        }
    }

    /// <summary>A command is over.</summary>
    public static TrailItem Of(RigCommand ended)
    {
        string? said = ended.Output?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        var (kind, severity) = ended.Phase switch
        {
            CommandPhase.Ok => ("command-ok", TimelineSeverity.Info),
            CommandPhase.Failed => ("command-failed", TimelineSeverity.Error),
            CommandPhase.Expired => ("command-expired", TimelineSeverity.Warning),
            CommandPhase.Cancelled => ("command-cancelled", TimelineSeverity.Info),
            _ => ("command-unknown", TimelineSeverity.Warning),
        };
        return new(kind, severity, ended.Instance, said, NameOf(ended.Kind));
    }

    static string NameOf(CommandKind kind) => kind switch
    {
        CommandKind.StartMiner => "start-miner",
        CommandKind.StopMiner => "stop-miner",
        CommandKind.RestartMiner => "restart-miner",
        CommandKind.Reboot => "reboot",
        CommandKind.Shutdown => "shutdown",
        CommandKind.RestartAgent => "restart-agent",
        CommandKind.UpdateAgent => "update-agent",
        _ => "diagnose",
    };

    static TimelineSeverity SeverityOf(string action) => action switch
    {
        "rig.gpu-lost" or "rig.kernel" or "rig.miner-ended" or "rig.disk-read-only" or "rig.clone" => TimelineSeverity.Error,
        "rig.recovery" or "rig.heat" or "rig.reading" or "rig.differs" or "rig.rebooted" or "rig.muted" => TimelineSeverity.Warning,
        _ => TimelineSeverity.Info,
    };
}
