using BloxOs.Data;
using BloxOs.Data.State;
using BloxOs.Silo.Audit;
using Npgsql;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;

namespace BloxOs.Silo.Storage;

/// <summary>Chooses where grains keep their state.</summary>
public static class GrainStorageSetup
{
    /// <summary>The queue of rig events, and the default grain storage in the database of these options; needs <see cref="DataServices.AddBloxOsData"/> beside it.</summary>
    public static ISiloBuilder AddBloxOsStorage(this ISiloBuilder silo, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        silo.Services.AddRigEvents();
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => silo.AddSqlite(),
            DatabaseProvider.PostgreSql => silo.AddAdoNetGrainStorageAsDefault(storage =>
                storage.Configure<NpgsqlDataSource>(UsePostgreSql)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "Unknown database provider."),
        };
    }

    private static ISiloBuilder AddSqlite(this ISiloBuilder silo)
    {
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, static (services, _) => new SqliteGrainStorage(
            services.GetRequiredService<IStateStore>(), new GrainStateJson(), services.GetRequiredService<IActivatorProvider>()));
        return silo;
    }

    private static void UsePostgreSql(AdoNetGrainStorageOptions storage, NpgsqlDataSource database)
    {
        storage.Invariant = "Npgsql";
        storage.DataSource = database;
        storage.GrainStorageSerializer = new GrainStateJson();
    }
}
