namespace BloxOs.RigSim.Models;

/// <summary>What one fake rig is made of and does. Its readings follow from it and <see cref="Seed"/> alone.</summary>
public sealed record RigModel
{
    /// <summary>Host name ("oak-07").</summary>
    public required string Name { get; init; }

    /// <summary>The cards by index; empty for a rig that mines on its processor.</summary>
    public IReadOnlyList<CardModel> Cards { get; init; } = [];

    /// <summary>What is mined; empty for an idle rig.</summary>
    public IReadOnlyList<WorkModel> Work { get; init; } = [];

    /// <summary>The processor.</summary>
    public ProcessorModel Processor { get; init; } = ProcessorModel.Small;

    /// <summary>What is wrong with it.</summary>
    public RigCharacter Character { get; init; }

    /// <summary>What its kernel logs of its cards as it starts; it is told with the first sample.</summary>
    public IReadOnlyList<(int Card, string Line)> KernelLines { get; init; } = [];

    /// <summary>The last Xid that its driver logged of a card that lives, by the card.</summary>
    public IReadOnlyDictionary<int, int> LastXids { get; init; } = new Dictionary<int, int>();

    /// <summary>Each card tells also what holds it back, its link, and its stale and invalid shares. Not in fleets that measure: their samples stay as large as they were.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>Seed of the fleet.</summary>
    public int Seed { get; init; }

    /// <summary>Number in the fleet, from 0.</summary>
    public int Index { get; init; }
}

/// <summary>A processor and the memory beside it.</summary>
/// <param name="Name">Model.</param>
/// <param name="Threads">Hardware threads.</param>
/// <param name="MemoryGigabytes">Memory of the rig.</param>
/// <param name="RandomXHashrate">Speed at RandomX with all threads, hashes per second.</param>
public sealed record ProcessorModel(string Name, int Threads, int MemoryGigabytes, double RandomXHashrate)
{
    /// <summary>As found in GPU rigs.</summary>
    public static ProcessorModel Small { get; } = new("Intel(R) Celeron(R) G5905 CPU @ 3.50GHz", 2, 8, 650);

    /// <summary>As found in rigs that mine on it.</summary>
    public static ProcessorModel Large { get; } = new("AMD Ryzen 9 7950X 16-Core Processor", 32, 32, 21_400);
}
