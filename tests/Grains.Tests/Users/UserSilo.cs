using BloxOs.Data.Directory;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Silo.Hosting;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace BloxOs.Grains.Tests.Users;

/// <summary>A silo of its own with states in memory and a clock that can be moved ahead.</summary>
internal sealed class UserSilo : IAsyncDisposable
{
    readonly InProcessTestCluster _cluster;

    UserSilo(InProcessTestCluster cluster) => _cluster = cluster;

    public ShiftedTime Time { get; private init; } = null!;

    public MemoryDirectory Directory { get; private init; } = null!;

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<UserSilo> StartAsync(IOutgoingGrainCallFilter? calls = null)
    {
        var (time, directory) = (new ShiftedTime(), new MemoryDirectory());
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.AddSingleton<IDirectory>(directory);
            silo.Services.AddSingleton<IUserDirectory>(directory);
            silo.Services.AddSingleton<ISiloLiveness, SiloLiveness>();
            if (calls is not null) { silo.Services.AddSingleton(calls); }
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster) { Time = time, Directory = directory };
    }

    public IUserGrain User(string userId) => Grains.GetGrain<IUserGrain>(userId);

    public IEmailGrain Email(string address) => Grains.GetGrain<IEmailGrain>(address);

    public static UserAccount Account(string email, string? userId = null) => new()
    {
        UserId = userId ?? OpaqueId.New(),
        Email = email,
        NormalizedEmail = email,
        DisplayName = "Mara",
        PasswordHash = "hash",
        SecurityStamp = "stamp",
    };

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
