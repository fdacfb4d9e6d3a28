using System.Globalization;
using BloxOs.Data.Audit;

namespace BloxOs.Web.Audit;

/// <summary>Says in words what the lines of the audit log hold in codes.</summary>
internal static class AuditWords
{
    /// <summary>What a filter offers: an action, or a noun with all its actions.</summary>
    public static IReadOnlyList<(string Action, string Title)> Filters { get; } =
    [
        ("", "Everything"), ("user.", "People and sign-ins"), ("farm.", "Farms"), ("rig.", "Rigs"), ("member.", "Members"), ("invite.", "Invitations"),
        ("enrollment.", "Enrollment codes"), ("key.", "API keys"), ("session.", "Sessions"), ("server.", "The server"), ("audit.", "The audit log"),
    ];

    const string Failed = ".failed";

    static readonly Dictionary<string, string> s_titles = new(StringComparer.Ordinal)
    {
        ["user.sign-in"] = "Signed in",
        ["user.sign-in.failed"] = "Sign-in refused",
        ["server.backup"] = "Backup made",
        ["server.restore"] = "Backup put back",
        ["user.sign-out"] = "Signed out",
        ["user.token-refresh"] = "Access token renewed",
        ["user.token-reused"] = "Refresh token shown twice, session ended",
        ["rig.online"] = "Online",
        ["rig.offline"] = "Offline",
        ["rig.gpu-lost"] = "GPU lost",
        ["rig.gpu-back"] = "GPU is back",
        ["rig.differs"] = "Has something else than what is wanted",
        ["rig.kernel"] = "Kernel reports trouble",
        ["rig.disk-read-only"] = "Disk takes no writes",
        ["rig.disk-writable"] = "Disk takes writes again",
        ["rig.agent-version"] = "Agent changed",
        ["rig.rebooted"] = "Booted anew",
        ["rig.move"] = "Moved to another farm",
        ["rig.token"] = "New token",
        ["rig.settings"] = "Settings changed",
        ["rig.clone"] = "Second machine with its token",
        ["rig.muted"] = "Further events of this hour left out",
        ["rig.miner-started"] = "Miner started",
        ["rig.miner-ended"] = "Miner ended by itself",
        ["rig.miner-stopped"] = "Miner stopped",
        ["rig.recovery"] = "The rig helped itself",
        ["rig.heat"] = "Guard against heat",
        ["rig.reading"] = "Reading of cards",
        ["rig.agent-update"] = "Agent update",
        ["rig.event"] = "Event on the rig",
        ["rig.start-miner"] = "Start of miners ordered",
        ["rig.stop-miner"] = "Stop of miners ordered",
        ["rig.restart-miner"] = "Restart of miners ordered",
        ["rig.reboot"] = "Reboot ordered",
        ["rig.shutdown"] = "Shutdown ordered",
        ["rig.restart-agent"] = "Restart of the agent ordered",
        ["rig.update-agent"] = "Update of the agent ordered",
        ["rig.diagnose"] = "Diagnostic bundle ordered",
        ["rig.cancel-command"] = "Command cancelled",
        ["rig.work"] = "Mining setup changed",
        ["rig.begin-maintenance"] = "Maintenance begun",
        ["rig.end-maintenance"] = "Maintenance ended",
        ["rig.add"] = "Rig added",
        ["server.set-up"] = "Server set up",
        ["server.clock-confirmed"] = "Clock of the server confirmed, old data is deleted by it",
        ["audit.dropped"] = "Events lost",
        ["audit.export"] = "Audit log exported",
    };

    /// <summary>"farm.rename" is "Farm: rename" unless there is something better.</summary>
    public static string Title(string action)
    {
        if (s_titles.TryGetValue(action, out string? title)) { return title; }
        if (IsFailure(action)) { return Title(action[..^Failed.Length]) + ", not done"; }
        int dot = action.IndexOf('.', StringComparison.Ordinal);
        string text = (dot < 0 ? action : action[..dot] + ": " + action[(dot + 1)..]).Replace('-', ' ').Replace('.', ' ');
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The action was tried and did not come to be.</summary>
    public static bool IsFailure(string action) => action.EndsWith(Failed, StringComparison.Ordinal);

    /// <summary>Who, when it is no person.</summary>
    public static string Who(AuditActor actor) => actor.Kind switch
    {
        AuditActorKind.Nobody => "unknown",
        AuditActorKind.Rig => actor.Name.Length > 0 ? actor.Name : "rig",
        AuditActorKind.System => actor.Name.Length > 0 ? actor.Name : "BloxOs",
        _ => actor.Name.Length > 0 ? actor.Name : actor.Id,
    };

    /// <summary>How it came in; null for a person in a browser, which goes without saying.</summary>
    public static string? Kind(AuditActorKind kind) => kind switch
    {
        AuditActorKind.ApiKey => "API key",
        AuditActorKind.Token => "access token",
        AuditActorKind.Rig => "rig",
        AuditActorKind.System => "server",
        _ => null,
    };

    /// <summary>Fields that hold a moment, and never what somebody typed.</summary>
    static readonly HashSet<string> s_moments = new(StringComparer.Ordinal) { "at", "last seen", "as of", "ends", "last run" };

    /// <summary>As moments stand in lines, always UTC.</summary>
    static readonly string[] s_momentForms = ["yyyy-MM-dd HH:mm:ss'Z'", "O", "d MMM yyyy, HH:mm 'UTC'"];

    /// <summary>The moment that a value of a change is; null when it is none.</summary>
    public static DateTimeOffset? Moment(AuditChange change, string? value) =>
        s_moments.Contains(change.Field) && DateTimeOffset.TryParseExact(value, s_momentForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>"name: oak → pine", of a secret only its name.</summary>
    public static string Text(AuditChange change) => (change.Before, change.After) switch
    {
        (null, null) => change.Field,
        (null, { } after) => $"{change.Field}: {after}",
        ({ } before, null) => $"{change.Field}: {before} → –",
        ({ } before, { } after) => $"{change.Field}: {before} → {after}",
    };
}
