using System.Globalization;
using BloxOs.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A graceful stop. Each test has a server of its own to stop.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Agents_are_told_when_to_come_back_and_nothing_they_sent_is_lost()
    {
        await using var host = new HeldHost();
        await host.InitializeAsync();
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new($"http://{host.EndPoint}") };
        Assert.Equal("ok", await http.GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));

        for (int i = 1; i <= 20; i++) { await agent.SendAsync(Samples.Mining(i, TimeProvider.System.GetUtcNow())); }
        long since = TimeProvider.System.GetTimestamp();
        var stopping = host.StopAsync();
        var (code, reason, acknowledged) = await ReadToTheEndAsync(agent);
        Assert.Equal(CloseCodes.ServiceRestart, code);
        Assert.InRange(int.Parse(reason, CultureInfo.InvariantCulture), 1, 300);

        // The agent has not answered the close, so the server waits for it, and stands still after that until the test lets it go on: it must not want new work meanwhile.
        var ready = await http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
        Assert.Equal(503, (int)ready.StatusCode);
        using (var late = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token)))
        {
            Assert.Equal(503, late.Status);
            Assert.Contains("Retry-After", late.Answer, StringComparison.OrdinalIgnoreCase);
        }
        await host.Drained.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(2.5), TimeSpan.MaxValue);   // three seconds were the agent's
        agent.Dispose();
        host.GoOn();
        await stopping;

        await host.StartAgainAsync();
        var (again, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again)
        {
            Assert.InRange(welcome.Stored, acknowledged, 20);
            for (long i = welcome.Stored + 1; i <= 20; i++) { await again.SendAsync(Samples.Mining(i, TimeProvider.System.GetUtcNow())); }
            if (welcome.Stored < 20) { await again.ReadUntilStoredAsync(20); }
        }
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
    }

    /// <summary>A server whose stop stands still between "agents were sent away" and "services are stopped".</summary>
    sealed class HeldHost : GatewayHost
    {
        readonly Hold _hold = new();

        /// <summary>Agents were sent away.</summary>
        public Task Drained => _hold.Reached.Task;

        /// <summary>Lets it stop.</summary>
        public void GoOn() => _hold.Released.TrySetResult();

        // Before all others: services hear of a stop in the order from last to first.
        protected override void Configure(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(_hold));
    }

    sealed class Hold : IHostedLifecycleService
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            Reached.TrySetResult();
            return Released.Task;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    static async Task<(int Code, string Reason, long Acknowledged)> ReadToTheEndAsync(RawAgent agent)
    {
        long acknowledged = 0;
        var (code, reason) = await agent.ReadCloseAsync(message => acknowledged = (message as Ack)?.Stored ?? acknowledged);
        return (code, reason, acknowledged);
    }
}
