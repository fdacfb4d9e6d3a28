namespace BloxOs.Agent.Machine;

/// <summary>One running program.</summary>
/// <param name="Id">Process id.</param>
/// <param name="ParentId">Its parent.</param>
/// <param name="StartTicks">Start since boot, in clock ticks: with the id it names a process for ever.</param>
/// <param name="Names">Path of the program, its first argument and its short name, as far as they can be read.</param>
/// <param name="Arguments">Arguments without the first. They hold accounts: never log them.</param>
internal sealed record ProcessInfo(int Id, int ParentId, long StartTicks, IReadOnlyList<string> Names, IReadOnlyList<string> Arguments);
