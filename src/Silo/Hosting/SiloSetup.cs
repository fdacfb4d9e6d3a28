using System.Net;
using BloxOs.Data;
using BloxOs.Grains.Farms;
using BloxOs.Silo.Audit;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.History;
using BloxOs.Silo.Schedules;
using BloxOs.Silo.Settings;
using BloxOs.Silo.Storage;
using Orleans.Configuration;
using StackExchange.Redis;

namespace BloxOs.Silo.Hosting;

/// <summary>Puts a silo into a process, alone or as one of a cluster.</summary>
public static class SiloSetup
{
    /// <summary>For ever: grain state and membership are filed under it.</summary>
    public const string ServiceId = "bloxos";

    static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Data, silo and gateway of this process.</summary>
    public static IHostApplicationBuilder AddBloxOsSilo(this IHostApplicationBuilder builder, BloxOsSettings settings)
    {
        var database = settings.Database ?? throw new ArgumentException("A silo needs a database.", nameof(settings));
        builder.Services
            .AddBloxOsData(database)
            .AddBloxOsHistory(settings)
            .AddSingleton(settings)
            .AddSingleton<ISiloLiveness, SiloLiveness>()
            .AddBloxOsGateway(settings.Gateway)
            .AddBloxOsSchedules(settings.History);
        builder.UseOrleans(silo =>
        {
            UseCluster(silo, settings.Cluster);
            silo.AddBloxOsStorage(database).AddBloxOsGateway();
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
            silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
        });
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<RigEventQueue>());
        builder.Services.AddHostedService<FarmWaker>();
        builder.Services.AddHostedService<ShutdownDrain>();
        return builder;
    }

    /// <summary>A process that asks the silos of a cluster, and the database for what is not a grain's.</summary>
    public static IHostApplicationBuilder AddBloxOsClusterClient(this IHostApplicationBuilder builder, BloxOsSettings settings)
    {
        var cluster = settings.Cluster ?? throw new ArgumentException("A client needs a cluster.", nameof(settings));
        if (settings.Database is { } database) { builder.Services.AddBloxOsData(database).AddBloxOsHistory(settings); }
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(o => o.ConfigurationOptions = Redis(cluster));
            client.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ServiceId, cluster.ClusterId));
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
            client.UseConnectionRetryFilter(new SteadyRetry());
        });
        return builder;
    }

    static void UseCluster(ISiloBuilder silo, ClusterSettings? cluster)
    {
        if (cluster is null)
        {
            // Ports of its own, so that a demo may run beside a real server.
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next(), serviceId: ServiceId, clusterId: ServiceId);
            return;
        }
        silo.UseRedisClustering(o => o.ConfigurationOptions = Redis(cluster));
        silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ServiceId, cluster.ClusterId));
        if (cluster.AdvertisedAddress is { } address) { silo.ConfigureEndpoints(address, cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(address)); }
        else { silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort, listenOnAnyHostAddress: true); }
        silo.Configure<ClusterMembershipOptions>(FastFailover);
    }

    /// <summary>Measured in the shared notes: a killed silo is noticed in about 3 s, a hung one in about 15 s, and a pause of a few seconds kills nobody.</summary>
    static void FastFailover(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        options.NumMissedProbesLimit = 3;
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    static ConfigurationOptions Redis(ClusterSettings cluster)
    {
        var options = ConfigurationOptions.Parse(cluster.Redis);
        options.AbortOnConnectFail = false;
        return options;
    }

    /// <summary>A client that finds no silo yet tries again for as long as it takes: the health check says that it is not ready.</summary>
    sealed class SteadyRetry : IClientConnectionRetryFilter
    {
        static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(Pause, cancellationToken);
            return true;
        }
    }
}
