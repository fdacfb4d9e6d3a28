using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>How a command ended.</summary>
/// <param name="State">One of <see cref="CommandStates"/>, a final one.</param>
/// <param name="Output">What it printed, or why it failed.</param>
internal sealed record CommandResult(string State, string? Output = null)
{
    /// <summary>Done.</summary>
    public static CommandResult Ok(string? output = null) => new(CommandStates.Ok, output);

    /// <summary>Could not be done.</summary>
    public static CommandResult Failed(string why) => new(CommandStates.Failed, why);

    /// <summary>Begun, and nobody can tell.</summary>
    public static CommandResult Unknown(string why) => new(CommandStates.Unknown, why);
}
