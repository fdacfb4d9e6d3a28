using System.Collections.Concurrent;
using BloxOs.Data;
using BloxOs.Data.Directory;
using BloxOs.Data.Migrations;
using BloxOs.Data.State;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Storage;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace BloxOs.Grains.Tests;

/// <summary>Two silos in this process on one SQLite file: a grain's state outlives its silo.</summary>
public class TwoSilos : IAsyncLifetime
{
    readonly TempDirectory _directory = new();
    ServiceProvider _data = null!;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>Connections that rigs asked to have closed.</summary>
    internal ConcurrentQueue<(string RigId, RigSession Session, RigCloseReason Reason)> Closed { get; } = new();

    /// <summary>Orders that rigs gave to connections.</summary>
    internal ConcurrentQueue<(string RigId, RigSession Session, RigOrder Order)> Delivered { get; } = new();

    /// <summary>What becomes of them.</summary>
    internal RigDelivery Delivery { get; set; } = RigDelivery.Sent;

    /// <summary>Rigs whose next deliveries go wrong: with this answer, or by an exception for null.</summary>
    internal ConcurrentDictionary<string, ConcurrentQueue<RigDelivery?>> Failing { get; } = new();

    /// <summary>How long a rig must be away before that is an event.</summary>
    internal TimeSpan AwayAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time that the silos see.</summary>
    internal ShiftedTime Time { get; } = new();

    /// <summary>Events that rigs noted.</summary>
    internal ConcurrentQueue<RigEvent> Events { get; } = new();

    /// <summary>Where rigs' lives are written down.</summary>
    internal ITimeline Timeline => _data.GetRequiredService<ITimeline>();

    public async ValueTask InitializeAsync()
    {
        var database = new DatabaseOptions(DatabaseProvider.Sqlite, _directory.File("test.db"));
        await DatabaseMigrator.MigrateAsync(database);
        _data = new ServiceCollection().AddBloxOsData(database).BuildServiceProvider();
        var (state, directory) = (_data.GetRequiredService<IStateStore>(), _data.GetRequiredService<IDirectory>());
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services
                .AddSingleton(state)
                .AddSingleton(directory)
                .AddSingleton(_data.GetRequiredService<IUserDirectory>())
                .AddSingleton(Timeline)
                .AddSingleton<ISiloLiveness, SiloLiveness>()
                .AddSingleton<IRigEvents>(new RecordedEvents(Events, () => AwayAfter))
                .AddSingleton<IRigConnections>(new Recorded(Closed, Delivered, Failing, () => Delivery))
                .AddSingleton<MinerLogs>()
                .AddSingleton<TimeProvider>(Time);
            silo.AddBloxOsStorage(database);
            silo.Configure<ClusterMembershipOptions>(Judge);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    /// <summary>When a silo counts as dead. Orleans' defaults: a pause of seconds on a loaded machine kills nobody.</summary>
    protected virtual void Judge(ClusterMembershipOptions options) { }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Cluster.DisposeAsync();
        await _data.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Address of the first or second silo.</summary>
    public SiloAddress Address(int silo) => Cluster.Silos[silo].SiloAddress;

    /// <summary>Grains as that silo's own gateway calls them.</summary>
    public IGrainFactory Of(int silo) => Cluster.GetSiloServiceProvider(Address(silo)).GetRequiredService<IGrainFactory>();

    /// <summary>Where a grain lives; null when nowhere.</summary>
    public ValueTask<SiloAddress?> WhereAsync(IAddressable grain) => Cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);

    /// <summary>A farm that exists.</summary>
    public async Task<IFarmGrain> AddFarmAsync(int silo = 0)
    {
        var farm = Of(silo).GetGrain<IFarmGrain>(OpaqueId.New());
        await farm.Create("Farm", OpaqueId.New());
        return farm;
    }

    sealed class RecordedEvents(ConcurrentQueue<RigEvent> events, Func<TimeSpan> awayAfter) : IRigEvents
    {
        public TimeSpan AwayAfter => awayAfter();

        public void Note(RigEvent what) => events.Enqueue(what);
    }

    sealed class Recorded(ConcurrentQueue<(string, RigSession, RigCloseReason)> closed, ConcurrentQueue<(string, RigSession, RigOrder)> delivered,
        ConcurrentDictionary<string, ConcurrentQueue<RigDelivery?>> failing, Func<RigDelivery> answer) : IRigConnections
    {
        public Task CloseAsync(string rigId, RigSession session, RigCloseReason reason)
        {
            closed.Enqueue((rigId, session, reason));
            return Task.CompletedTask;
        }

        public string DigestOf(WantedWork wanted) => $"digest {wanted.Revision} {wanted.Maintenance}";

        public Task<RigDelivery> DeliverAsync(string rigId, RigSession session, RigOrder order)
        {
            if (failing.TryGetValue(rigId, out var fails) && fails.TryDequeue(out var fault)) { return fault is { } said ? Task.FromResult(said) : Task.FromException<RigDelivery>(new TimeoutException("lost")); }
            delivered.Enqueue((rigId, session, order));
            return Task.FromResult(answer());
        }
    }
}
