using System.Globalization;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A server whose store of samples can be made to fail.</summary>
public sealed class FailingStoreHost : GatewayHost
{
    internal FailingStore Store { get; private set; } = null!;

    protected override void Configure(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(ITelemetryStore));
        services.Remove(real);
        services.AddSingleton<ITelemetryStore>(provider => Store = new((ITelemetryStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
    }
}

/// <summary>The real store, with failures before it.</summary>
internal sealed class FailingStore(ITelemetryStore inner) : ITelemetryStore, IAsyncDisposable
{
    public volatile bool AppendsFail, ReadsFail;

    /// <summary>What an append fails with when that is not what a store should fail with.</summary>
    public volatile Exception? Unexpected;

    public Task AppendAsync(TelemetrySample sample) => Unexpected is { } unexpected ? throw unexpected : AppendsFail ? Task.FromException(Failure()) : inner.AppendAsync(sample);

    public Task<long> HighestSequenceAsync(string rigId, CancellationToken cancellation) =>
        ReadsFail ? Task.FromException<long>(Failure()) : inner.HighestSequenceAsync(rigId, cancellation);

    public Task<IReadOnlyList<TelemetrySample>> ReadAsync(string rigId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation) =>
        inner.ReadAsync(rigId, from, to, limit, cancellation);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)inner).DisposeAsync();

    static TelemetryStoreException Failure() => new("The disk is full.", new IOException("No space left on device"));
}

public sealed class StoreFailureTests(FailingStoreHost host) : IClassFixture<FailingStoreHost>, IDisposable
{
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose() => (host.Store.AppendsFail, host.Store.ReadsFail, host.Store.Unexpected) = (false, false, null);

    [Fact]
    public async Task What_could_not_be_stored_is_never_acknowledged_and_comes_again()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, Now, hashrate: 1));
            await agent.ReadUntilStoredAsync(1);
            host.Store.AppendsFail = true;
            await agent.SendAsync(Samples.Mining(2, Now, hashrate: 2));
            await agent.SendAsync(Samples.Mining(3, Now, hashrate: 3));
            var (code, reason) = await agent.ReadCloseAsync(message => Assert.Null((message as Ack)?.Stored));
            Assert.Equal(CloseCodes.TryAgainLater, code);
            Assert.InRange(int.Parse(reason, CultureInfo.InvariantCulture), 1, 300);
        }
        await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);

        host.Store.AppendsFail = false;
        var (again, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again)
        {
            Assert.Equal(1, welcome.Stored);
            await again.SendAsync(new Backlog { Samples = [Samples.Mining(2, Now, hashrate: 2), Samples.Mining(3, Now, hashrate: 3)] });
            await again.ReadUntilStoredAsync(3);
        }
        Assert.Equal([1d, 2, 3], (await host.StoredAsync(rig.RigId)).Select(s => s.Work[0].Hashrate!.Value));
    }

    /// <summary>A connection that stays, and on which nothing more is ever acknowledged, would fill the rig's disk until samples are lost.</summary>
    [Fact]
    public async Task An_agent_is_sent_away_whatever_the_store_failed_with()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, Now));
            await agent.ReadUntilStoredAsync(1);
            host.Store.Unexpected = new IOException("Nobody thought of this one");
            await agent.SendAsync(Samples.Mining(2, Now));
            Assert.Equal(CloseCodes.TryAgainLater, (await agent.ReadCloseAsync(message => Assert.Null((message as Ack)?.Stored))).Code);
        }
        host.Store.Unexpected = null;
        var (again, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again)
        {
            Assert.Equal(1, welcome.Stored);
            await again.SendAsync(Samples.Mining(2, Now));
            await again.ReadUntilStoredAsync(2);
        }
    }

    [Fact]
    public async Task A_rig_whose_hello_could_not_be_answered_is_not_left_online()
    {
        var rig = await host.AddRigAsync();
        host.Store.ReadsFail = true;
        using var agent = await RawAgent.OpenAsync(host.EndPoint, rig.Token);
        await agent.SendAsync(new Hello { ProtocolVersion = ProtocolVersion.Current, At = Now.ToUnixTimeMilliseconds() });
        Assert.Equal(CloseCodes.TryAgainLater, (await agent.ReadCloseAsync()).Code);
        var view = await host.EventuallyAsync(rig.RigId, v => v.Reading.LastSeenAt is not null && v.Reading.Status == RigStatus.Offline);
        Assert.Null(view.Reading.Silo);

        host.Store.ReadsFail = false;
        var (again, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again) { await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online); }
    }
}
