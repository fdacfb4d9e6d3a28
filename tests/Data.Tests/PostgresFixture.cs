using BloxOs.TestServers;

[assembly: AssemblyFixture(typeof(BloxOs.Data.Tests.PostgresFixture))]

namespace BloxOs.Data.Tests;

/// <summary>One PostgreSQL server for all tests of this assembly; each test has a database of its own. Started by the first test that asks.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync());

    public Task<PostgresServer> ServerAsync() => server.Value;

    public async Task<DatabaseOptions> NewDatabaseAsync()
        => new(DatabaseProvider.PostgreSql, await (await ServerAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
            await (await server.Value).DisposeAsync();
    }
}
