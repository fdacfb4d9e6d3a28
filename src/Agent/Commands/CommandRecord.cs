using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>A command that was begun or refused, and what became of it.</summary>
internal sealed record CommandRecord
{
    /// <summary><see cref="Arguments"/> of one of which only the id is left.</summary>
    public const string Lost = "?";

    /// <summary><see cref="Command.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What it was, as one text: the same id with another one is refused.</summary>
    public required string Arguments { get; init; }

    /// <summary><see cref="Command.Kind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary><see cref="Command.Version"/>.</summary>
    public string? Version { get; init; }

    /// <summary>One of <see cref="CommandStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>When it got there, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>What it printed, or why it failed.</summary>
    public string? Output { get; init; }

    /// <summary>Something was cut from the beginning of it.</summary>
    public bool? Cut { get; init; }

    /// <summary>Boot during which it was begun.</summary>
    public string? BootId { get; init; }

    /// <summary>The server has it on its disk.</summary>
    public bool Noted { get; init; }

    /// <summary>What a command asks for, as one text.</summary>
    public static string ArgumentsOf(Command command) => $"{command.Kind}\n{command.Instance}\n{command.Version}";

    /// <summary>As it goes over the wire.</summary>
    public CommandState ToMessage() => new() { Id = Id, State = State, At = At, Output = Output, Cut = Cut };

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(CommandRecord);
}
