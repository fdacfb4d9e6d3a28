using System.Collections.Concurrent;
using BloxOs.Data.Directory;

namespace BloxOs.Grains.Tests.Users;

/// <summary>A directory that lists people and no rigs: these tests have none.</summary>
internal sealed class MemoryDirectory : IDirectory, IUserDirectory
{
    public Task PutFarmAsync(FarmEntry farm) => Task.CompletedTask;

    public Task PutRigAsync(RigEntry rig) => Task.CompletedTask;

    public Task RemoveFarmAsync(string farmId) => Task.CompletedTask;

    public Task RemoveRigAsync(string rigId) => Task.CompletedTask;

    public Task<IReadOnlyList<FarmEntry>> FarmsAsync(string? afterId, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<FarmEntry>>([]);

    public Task<IReadOnlyList<RigEntry>> RigsAsync(string farmId, string? afterId, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RigEntry>>([]);

    public ConcurrentDictionary<string, UserEntry> Users { get; } = new();

    public Task PutUserAsync(UserEntry user)
    {
        Users[user.UserId] = user;
        return Task.CompletedTask;
    }

    public Task RemoveUserAsync(string userId)
    {
        Users.TryRemove(userId, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<UserEntry>> UsersAsync(string find, string? afterEmail, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UserEntry>>([.. Users.Values]);
}
