using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Batches;

/// <summary>Something that can be done to many rigs at once.</summary>
/// <param name="Key">In forms.</param>
/// <param name="Button">On the button of the list; dots where more is asked than whether.</param>
/// <param name="Title">What it is, as a sentence begins: "Restart miners".</param>
/// <param name="Needs">Least level in the farm.</param>
/// <param name="Kind">The command that it gives; null for what is changed here.</param>
internal sealed record BatchAct(string Key, string Button, string Title, FarmLevel Needs, CommandKind? Kind = null)
{
    /// <summary>Adds and takes away tags.</summary>
    public static BatchAct Tags { get; } = new("tags", "Tags…", "Change tags", FarmLevel.Manager);

    /// <summary>To another farm.</summary>
    public static BatchAct Move { get; } = new("move", "Move…", "Move to another farm", FarmLevel.Manager);

    /// <summary>By a pattern.</summary>
    public static BatchAct Rename { get; } = new("rename", "Rename…", "Rename by a pattern", FarmLevel.Manager);

    /// <summary>For ever.</summary>
    public static BatchAct Delete { get; } = new("delete", "Delete…", "Delete", FarmLevel.Manager);

    /// <summary>As the list's bar shows them.</summary>
    public static IReadOnlyList<BatchAct> All { get; } =
    [
        Command("restart", CommandKind.RestartMiner),
        Command("start", CommandKind.StartMiner),
        Command("stop", CommandKind.StopMiner),
        Tags, Rename, Move,
        Command("reboot", CommandKind.Reboot),
        Delete,
    ];

    /// <summary>It stops something or cannot be undone.</summary>
    public bool IsDangerous => this == Delete || Kind is CommandKind.Reboot;

    /// <summary>The one with this key; null for a key that is none.</summary>
    public static BatchAct? Find(string? key) => All.FirstOrDefault(act => act.Key == key);

    static BatchAct Command(string key, CommandKind kind) => new(key, CommandWords.Title(kind) + "…", CommandWords.Title(kind), CommandWords.Needed(kind), kind);
}
