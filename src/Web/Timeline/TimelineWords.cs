using BloxOs.Data.Timeline;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Timeline;

/// <summary>Says in words what events of rigs hold in codes.</summary>
internal static class TimelineWords
{
    static readonly Dictionary<string, string> s_titles = new(StringComparer.Ordinal)
    {
        ["throttle"] = "Card slows itself",
        ["switch"] = "Mines something else",
        ["muted"] = "Further events of this hour left out",
        ["command-ok"] = "Command done",
        ["command-failed"] = "Command failed",
        ["command-expired"] = "Command expired",
        ["command-unknown"] = "Command without an answer",
        ["command-cancelled"] = "Command cancelled",
    };

    static readonly Dictionary<string, string> s_states = new(StringComparer.Ordinal)
    {
        ["offline"] = "Offline",
        ["stale"] = "Stale",
        ["online"] = "Online",
        ["starting"] = "Starting",
        ["mining"] = "Mining",
        ["inactive"] = "Not hashing",
        ["idle"] = "Idle",
        ["recovering"] = "Recovering",
        ["maintenance"] = "Maintenance",
    };

    /// <summary>A few words: "GPU lost"; of a change of state the state.</summary>
    public static string Title(TimelineEvent what) =>
        what.Kind == TimelineEvent.StatusKind ? State(what.Value) : s_titles.GetValueOrDefault(what.Kind) ?? AuditWords.Title("rig." + what.Kind);

    /// <summary>Name of a state for people.</summary>
    public static string State(string? value) => value is null ? "Unknown" : s_states.GetValueOrDefault(value) ?? value;

    /// <summary>Title with what it is about: "GPU lost: GPU 3 0000:05:00.0, fell off the bus".</summary>
    public static string Line(TimelineEvent what)
    {
        string about = string.Join(", ", new[] { what.Subject, what.Text }.Where(static part => !string.IsNullOrEmpty(part)));
        string by = what.Actor is { Length: > 0 } actor ? " by " + actor : "";
        return about.Length == 0 ? Title(what) + by : $"{Title(what)}{by}: {about}";
    }

    /// <summary>Class of its colour.</summary>
    public static string Css(TimelineSeverity severity) => severity switch
    {
        TimelineSeverity.Error => "bad",
        TimelineSeverity.Warning => "warn",
        _ => "",
    };
}
