using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BloxOs.Cluster.Tests;

/// <summary>A company's installation on one machine: PostgreSQL, Redis, two silo processes and a web process, by settings alone.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    readonly TempDirectory _directory = new();
    readonly List<IAsyncDisposable> _parts = [];
    readonly RedisServer _redis;
    IHost? _client;

    TestCluster(RedisServer redis, string database)
    {
        (_redis, Database) = (redis, database);
        Stores = new ServiceCollection().AddSingleton<ISampleFormat, SampleFormat>().AddBloxOsData(new(DatabaseProvider.PostgreSql, database)).BuildServiceProvider();
    }

    /// <summary>The test's own view into the database.</summary>
    ServiceProvider Stores { get; }

    /// <summary>Connection string of the database.</summary>
    public string Database { get; }

    /// <summary>The silos.</summary>
    public ServerProcess[] Silos { get; private set; } = [];

    /// <summary>The web process.</summary>
    public ServerProcess Web { get; private set; } = null!;

    /// <summary>Where the pages are.</summary>
    public Uri WebUrl { get; private set; } = null!;

    /// <summary>Before the silos.</summary>
    public Balancer Balancer { get; private set; } = null!;

    /// <summary>Agent ports of the silos.</summary>
    public int[] Ports { get; private set; } = [];

    /// <summary>The test's own view into the cluster.</summary>
    public IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts everything.</summary>
    public static async Task<TestCluster> StartAsync(CancellationToken cancellation)
    {
        var postgres = await PostgresServer.StartAsync(cancellation: cancellation);
        var redis = await RedisServer.StartAsync(cancellation);
        var cluster = new TestCluster(redis, await postgres.CreateDatabaseAsync(cancellation));
        cluster._parts.AddRange([postgres, redis]);
        cluster.Ports = [FreePort.Next(), FreePort.Next()];
        cluster.Silos = await Task.WhenAll(cluster.Ports.Select(port => cluster.StartSiloAsync(port, cancellation)));
        cluster._parts.AddRange(cluster.Silos);
        cluster.WebUrl = new($"http://127.0.0.1:{FreePort.Next()}");
        cluster.Web = await cluster.LaunchAsync("Web", "Web", cluster.WebUrl, new() { ["BloxOs__PublicUrl"] = cluster.WebUrl.ToString() }, cancellation);
        cluster._parts.Add(cluster.Web);
        cluster.Balancer = new(cluster.Ports);
        cluster._parts.Add(cluster.Balancer);
        await cluster.ConnectAsync(cancellation);
        return cluster;
    }

    /// <summary>Starts one more web process with the key file of the first, and with these settings.</summary>
    public async Task<Uri> AddWebAsync(CancellationToken cancellation, Dictionary<string, string?>? settings = null)
    {
        settings ??= [];
        settings["BloxOs__KeyFile"] = Path.Combine(_directory.File("Web" + WebUrl.Port), "keys", "master.key");
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _parts.Add(await LaunchAsync("Web", "Web", url, settings, cancellation));
        return url;
    }

    /// <summary>Starts one more silo with this agent port.</summary>
    public Task<ServerProcess> StartSiloAsync(int port, CancellationToken cancellation) => LaunchAsync("Silo", "Silo", new($"http://127.0.0.1:{port}"), new()
    {
        ["BloxOs__Cluster__AdvertisedAddress"] = "127.0.0.1",
        ["BloxOs__Cluster__SiloPort"] = FreePort.Next().ToString(),
        ["BloxOs__Cluster__GatewayPort"] = FreePort.Next().ToString(),
        ["BloxOs__Gateway__StatsInterval"] = "1s",
        ["BloxOs__Gateway__HeartbeatInterval"] = "2s",
        ["BloxOs__History__Every"] = "1s",
    }, cancellation);

    /// <summary>A farm with so many simulated rigs.</summary>
    public async Task<(IFarmGrain Farm, IReadOnlyList<SimulatedRig> Rigs, string[] RigIds)> AddFarmAsync(int rigs)
    {
        var farm = Grains.GetGrain<IFarmGrain>(OpaqueId.New());
        await farm.Create("Cluster farm", OpaqueId.New());
        var simulated = new List<SimulatedRig>();
        var ids = new List<string>();
        foreach (var model in FleetGenerator.Rigs(seed: 7, rigs))
        {
            var added = await farm.AddRig(model.Name);
            simulated.Add(new(added.Token, model));
            ids.Add(added.RigId);
        }
        return (farm, simulated, [.. ids]);
    }

    /// <summary>Samples of a rig in the journal and in the packed history: how many, and the highest sequence.</summary>
    public async Task<(long Count, long Highest)> StoredAsync(string rigId)
    {
        var now = TimeProvider.System.GetUtcNow();
        var answer = await Stores.GetRequiredService<IHistoryReader>().ReadAsync(
            new(rigId, now.AddHours(-1), now.AddMinutes(10), HistoryQuery.MostPoints, [HistoryMetric.SampleFlags]), CancellationToken.None);
        return (answer.Times.Length, await Stores.GetRequiredService<ITelemetryStore>().HighestSequenceAsync(rigId, CancellationToken.None));
    }

    /// <summary>How the jobs of the cluster stand, by name.</summary>
    public async Task<Dictionary<string, JobState>> JobsAsync() => (await Stores.GetRequiredService<IJobLedger>().ListAsync(CancellationToken.None)).ToDictionary(static job => job.Name);

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        if (_client is not null) { await _client.StopAsync(); _client.Dispose(); }
        foreach (var part in Enumerable.Reverse(_parts)) { await part.DisposeAsync(); }
        _directory.Dispose();
    }

    async Task<ServerProcess> LaunchAsync(string project, string role, Uri url, Dictionary<string, string?> settings, CancellationToken cancellation)
    {
        settings["BloxOs__Role"] = role;
        settings["BloxOs__DataDirectory"] = _directory.File(role + url.Port);
        settings["BloxOs__Cluster__Redis"] = _redis.ConnectionString;
        settings["BloxOs__Database__Provider"] = "PostgreSql";
        settings["BloxOs__Database__ConnectionString"] = Database;
        settings["URLS"] = url.ToString();
        return await ServerProcess.StartAsync(BuiltOutput.Of(project), settings, new Uri(url, "/healthz/ready"), TimeSpan.FromSeconds(90), cancellation);
    }

    async Task ConnectAsync(CancellationToken cancellation)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddBloxOsClusterClient(new BloxOsSettings { DataDirectory = _directory.Path, Role = Role.Web, Cluster = new(_redis.ConnectionString, "bloxos", null, 11111, 30000) });
        _client = builder.Build();
        await _client.StartAsync(cancellation);
    }
}
