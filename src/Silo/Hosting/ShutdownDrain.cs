using BloxOs.Silo.Gateway;
using BloxOs.Silo.Operations;

namespace BloxOs.Silo.Hosting;

/// <summary>First thing of a shutdown, before any service stops: not ready any more, agents sent elsewhere.</summary>
internal sealed class ShutdownDrain(ServerState server, AgentDrain drain) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        server.IsStopping = true;
        return drain.DrainAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
