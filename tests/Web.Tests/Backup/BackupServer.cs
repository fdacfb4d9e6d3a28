using BloxOs.TestServers;

namespace BloxOs.Web.Tests.Backup;

/// <summary>One PostgreSQL server for all tests of a class, with a database for each.</summary>
public sealed class BackupServer : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync(cancellation: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
