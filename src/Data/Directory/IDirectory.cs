namespace BloxOs.Data.Directory;

/// <summary>A farm as the directory lists it.</summary>
public sealed record FarmEntry(string FarmId, string Name);

/// <summary>A rig as the directory lists it.</summary>
public sealed record RigEntry(string RigId, string FarmId, string Name);

/// <summary>Which farms and rigs exist: what a grain call can't answer without knowing the keys.</summary>
public interface IDirectory
{
    /// <summary>Adds or renames a farm; durable when it completes.</summary>
    Task PutFarmAsync(FarmEntry farm);

    /// <summary>Adds, renames or moves a rig; durable when it completes.</summary>
    Task PutRigAsync(RigEntry rig);

    /// <summary>Takes a farm out; durable when it completes. Nothing happens when it is not listed.</summary>
    Task RemoveFarmAsync(string farmId);

    /// <summary>Takes a rig out; durable when it completes. Nothing happens when it is not listed.</summary>
    Task RemoveRigAsync(string rigId);

    /// <summary>Farms with an id after that one, ordered by id, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<FarmEntry>> FarmsAsync(string? afterId, int limit, CancellationToken cancellation);

    /// <summary>Rigs of a farm with an id after that one, ordered by id, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RigEntry>> RigsAsync(string farmId, string? afterId, int limit, CancellationToken cancellation);
}
