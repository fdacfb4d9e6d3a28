using System.Net;
using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A real server for one test class: SQLite in a temporary directory, a silo, Kestrel on a free loopback port.</summary>
public class GatewayHost : IAsyncLifetime
{
    readonly TempDirectory _directory = new();
    WebApplication _app = null!;
    readonly string _farmId = OpaqueId.New();

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; private set; } = null!;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>How agents are treated.</summary>
    public GatewayOptions Options { get; } = new();

    /// <summary>Its store of samples.</summary>
    public ITelemetryStore Telemetry => Services.GetRequiredService<ITelemetryStore>();

    /// <summary>Its sockets.</summary>
    internal AgentConnections Connections => Services.GetRequiredService<AgentConnections>();

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await Farm.Create("Test farm", OpaqueId.New());
    }

    /// <summary>Last word on the services.</summary>
    protected virtual void Configure(IServiceCollection services) { }

    async Task StartAsync()
    {
        var settings = new BloxOsSettings
        {
            DataDirectory = _directory.Path,
            Database = new(DatabaseProvider.Sqlite, Path.Combine(_directory.Path, "test.db")) { TelemetryBatching = new() { Gather = TimeSpan.FromMilliseconds(20) } },   // tests wait for each sample
            Gateway = Options,
        };
        await DatabaseMigrator.MigrateAsync(settings.Database);
        var builder = WebApplication.CreateBuilder().OnLoopback();
        builder.AddBloxOsSilo(settings);
        builder.Services.AddBloxOsOperations(publicMetrics: false);
        // Tests look at the journal; nothing packs it meanwhile.
        builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Namespace?.StartsWith("Quartz", StringComparison.Ordinal) == true));
        Configure(builder.Services);
        _app = builder.Build();
        _app.UseBloxOsGateway();
        _app.MapBloxOsOperations();
        await _app.StartAsync();
        EndPoint = IPEndPoint.Parse(new Uri(_app.Url()).Authority);
    }

    /// <summary>The farm that all rigs are in.</summary>
    public IFarmGrain Farm => Grains.GetGrain<IFarmGrain>(_farmId);

    /// <summary>A new rig.</summary>
    public Task<RigAdded> AddRigAsync(string name = "rig") => Farm.AddRig(name);

    /// <summary>A rig's grain.</summary>
    public IRigGrain Rig(string rigId) => Grains.GetGrain<IRigGrain>(rigId);

    /// <summary>Waits until the rig's view is as wanted, and returns it.</summary>
    public async Task<RigView> EventuallyAsync(string rigId, Func<RigView, bool> wanted, int seconds = 60)
    {
        RigView? view = null;
        await Eventually.Async(async () => (view = await Rig(rigId).GetView()) is not null && wanted(view), TimeSpan.FromSeconds(seconds));
        return view!;
    }

    /// <summary>Waits for a condition.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => Eventually.Async(condition, what: what, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Stops the server as SIGTERM would.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Ends what is left of the stopped server and starts another one on the same data, at another port.</summary>
    public async Task StartAgainAsync()
    {
        await _app.DisposeAsync();
        await StartAsync();
    }

    /// <summary>The stored samples of a rig, decoded, in their order.</summary>
    public async Task<List<RigStats>> StoredAsync(string rigId)
    {
        var rows = await Telemetry.ReadAsync(rigId, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100_000, TestContext.Current.CancellationToken);
        return [.. rows.Select(r => new RigSample { Sequence = r.Sequence, At = r.At, Work = default, Bytes = r.Payload.ToArray() }.Read())];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }
}
