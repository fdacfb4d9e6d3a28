namespace BloxOs.Web.Display;

/// <summary>The one place that makes DOM ids, so that what is pushed finds what was rendered.</summary>
internal static class DomId
{
    /// <summary>The list of rigs, swapped whole when a filter changes.</summary>
    public const string RigList = "rig-list";

    /// <summary>How many rigs the list has, and where more of them are.</summary>
    public const string More = "more";

    /// <summary>The chips that filter it.</summary>
    public const string Chips = "chips";

    /// <summary>The lines of the audit log, swapped whole when a filter changes.</summary>
    public const string AuditList = "audit-list";

    /// <summary>The farm's name and totals.</summary>
    public const string FarmHead = "farm-head";

    /// <summary>Name, state and facts of the rig page.</summary>
    public const string RigHead = "rig-head";

    /// <summary>What is wrong with the rig, or nothing.</summary>
    public const string RigTrouble = "rig-trouble";

    /// <summary>Key figures of the rig page.</summary>
    public const string RigFigures = "rig-figures";

    /// <summary>GPU table of the rig page.</summary>
    public const string RigGpus = "rig-gpus";

    /// <summary>What its miners do, on the rig page.</summary>
    public const string RigCards = "rig-cards";

    /// <summary>The machine, on the rig page.</summary>
    public const string RigSystem = "rig-system";

    /// <summary>What happened, on the rig page.</summary>
    public const string RigActivity = "rig-activity";

    /// <summary>Trouble that the kernel logged, on the rig page.</summary>
    public const string RigKernel = "rig-kernel";

    /// <summary>Newest commands of the rig page.</summary>
    public const string RigCommands = "rig-commands";

    /// <summary>What is wanted of the rig and what it does, on its page.</summary>
    public const string RigOrders = "rig-orders";

    /// <summary>Live logs of the rig page.</summary>
    public const string RigLogs = "rig-logs";

    /// <summary>The list of all commands of a rig.</summary>
    public const string CommandList = "command-list";

    /// <summary>A command in a list.</summary>
    public static string Command(string commandId) => "command-" + commandId;

    /// <summary>A rig's row.</summary>
    public static string Rig(string rigId) => "rig-" + rigId;

    /// <summary>A rig's tile.</summary>
    public static string Tile(string rigId) => "tile-" + rigId;

    /// <summary>The link with the rig's name.</summary>
    public static string RigLink(string rigId) => "name-" + rigId;

    /// <summary>The cell of a rig's processor.</summary>
    public static string CpuCell(string rigId) => "cpu-" + rigId;

    /// <summary>A GPU's row on the page of its rig.</summary>
    public static string Gpu(int gpu) => "gpu-" + gpu.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What opens a GPU's details.</summary>
    public static string GpuMore(int gpu) => Gpu(gpu) + "-more";

    /// <summary>A miner's log on the page of its rig.</summary>
    public static string Log(string miner) => "log-" + miner;

    /// <summary>The number on a chip.</summary>
    public static string Count(string filter) => "count-" + filter;
}
