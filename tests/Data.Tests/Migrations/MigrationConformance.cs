using BloxOs.Data.Directory;
using BloxOs.Data.Migrations;

namespace BloxOs.Data.Tests.Migrations;

/// <summary>What migrating does on every database.</summary>
public abstract class MigrationConformance : DatabaseTest
{
    [Fact]
    public async Task A_second_run_keeps_the_data()
    {
        var options = await NewDatabaseAsync();
        await using (var stores = await Stores.OpenAsync(options))
            await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        await using var again = await Stores.OpenAsync(options);
        Assert.Single(await again.Directory.FarmsAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task Several_may_start_at_the_same_time()
    {
        var options = await NewDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DatabaseMigrator.MigrateAsync(options, Cancellation), Cancellation)));
        await using var stores = await Stores.OpenAsync(options);
        await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
    }
}
