using BloxOs.Deploy.Tests;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace BloxOs.Deploy.Tests;

/// <summary>One server for all tests that only add rigs to it and fetch what it has; started by the first of them.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    readonly SemaphoreSlim _one = new(1);
    RealServer? _server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<RealServer> GetAsync(AgentBuilds builds)
    {
        string files = await builds.NativeAsync();
        await _one.WaitAsync();
        try { return _server ??= await RealServer.StartAsync(files); }
        finally { _one.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        _one.Dispose();
    }
}
