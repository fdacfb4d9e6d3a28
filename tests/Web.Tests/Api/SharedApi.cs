using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;

namespace BloxOs.Web.Tests.Api;

/// <summary>One server for all tests of a class whose persons and farms do not meet, with the usual limits on calls of each.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync();

    /// <summary>Somebody new with a farm of his own, and a program with his key.</summary>
    internal async Task<(HttpClient Client, string UserId, string FarmId)> JoinAsync(KeyScope scope = KeyScope.Manage)
    {
        var (userId, farmId) = await Host.AddPersonAsync(OpaqueId.New());
        return (await Host.WithKeyAsync(userId, scope), userId, farmId);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
