using System.Net;
using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A real server for one test class: SQLite in a temporary directory, a silo, Kestrel on a free loopback port.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    readonly TempDirectory _directory = new();
    WebApplication _app = null!;
    string _farmId = null!;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; private set; } = null!;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>How agents are treated: quick, so that silence is noticed soon.</summary>
    public GatewayOptions Options { get; init; } = new();

    public async ValueTask InitializeAsync()
    {
        var settings = new BloxOsSettings
        {
            DataDirectory = _directory.Path,
            Database = new(DatabaseProvider.Sqlite, Path.Combine(_directory.Path, "test.db")),
            Gateway = Options,
        };
        await DatabaseMigrator.MigrateAsync(settings.Database);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddBloxOsSilo(settings);
        builder.Services.AddBloxOsOperations(publicMetrics: false);
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapBloxOsOperations();
        _app.MapBloxOsGateway();
        await _app.StartAsync();
        EndPoint = IPEndPoint.Parse(new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority);
        _farmId = OpaqueId.New();
        await Grains.GetGrain<IFarmGrain>(_farmId).Create("Test farm", OpaqueId.New());
    }

    /// <summary>The farm that all rigs are in.</summary>
    public IFarmGrain Farm => Grains.GetGrain<IFarmGrain>(_farmId);

    /// <summary>A new rig.</summary>
    public Task<RigAdded> AddRigAsync(string name = "rig") => Farm.AddRig(name);

    /// <summary>A rig's grain.</summary>
    public IRigGrain Rig(string rigId) => Grains.GetGrain<IRigGrain>(rigId);

    /// <summary>Waits until the rig's view is as wanted, and returns it.</summary>
    public async Task<RigView> EventuallyAsync(string rigId, Func<RigView, bool> wanted, int seconds = 10)
    {
        RigView? view = null;
        await Eventually.Async(async () => (view = await Rig(rigId).GetView()) is not null && wanted(view), TimeSpan.FromSeconds(seconds));
        return view!;
    }

    /// <summary>Stops the server as SIGTERM would.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Dispose();
    }
}
