using BloxOs.Data.Directory;

namespace BloxOs.Grains.Tests.Users;

/// <summary>A directory that lists no rigs: these tests have none.</summary>
internal sealed class MemoryDirectory : IDirectory
{
    public Task PutFarmAsync(FarmEntry farm) => Task.CompletedTask;

    public Task PutRigAsync(RigEntry rig) => Task.CompletedTask;

    public Task RemoveFarmAsync(string farmId) => Task.CompletedTask;

    public Task RemoveRigAsync(string rigId) => Task.CompletedTask;

    public Task<IReadOnlyList<FarmEntry>> FarmsAsync(string? afterId, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<FarmEntry>>([]);

    public Task<IReadOnlyList<RigEntry>> RigsAsync(string farmId, string? afterId, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RigEntry>>([]);
}
