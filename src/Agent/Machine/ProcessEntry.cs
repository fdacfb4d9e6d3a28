namespace BloxOs.Agent.Machine;

/// <summary>A process as its <c>stat</c> shows it.</summary>
/// <param name="id">Process id.</param>
/// <param name="name">Its short name, which may hold anything.</param>
internal sealed class ProcessEntry(int id, string name)
{
    /// <summary>Process id.</summary>
    public int Id => id;

    /// <summary>Its short name.</summary>
    public string Name => name;

    /// <summary>One letter; <c>Z</c> has ended.</summary>
    public required char State { get; init; }

    /// <summary>Its parent.</summary>
    public required int ParentId { get; init; }

    /// <summary>Its session.</summary>
    public required int Session { get; init; }

    /// <summary>When it began, in ticks since the boot: with the id it names a process for ever.</summary>
    public required long StartTicks { get; init; }

    /// <summary>It has ended, and only its exit status is left.</summary>
    public bool Ended => State is 'Z' or 'X' or 'x';
}
