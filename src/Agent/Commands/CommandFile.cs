namespace BloxOs.Agent.Commands;

/// <summary>The ring of commands, as it lies on the disk.</summary>
internal sealed record CommandFile
{
    /// <summary>Format of this file.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format in which it was written.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CommandRecord> Commands { get; init; } = [];

    /// <summary>True for one of this version in which nothing is missing.</summary>
    public static bool IsWhole(CommandFile file) =>
        file is { Version: CurrentVersion, Commands: not null } && file.Commands.All(c => c is { Id: not null, Arguments: not null, State: not null });
}
