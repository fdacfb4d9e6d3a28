using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BloxOs.Data.Tests;

public sealed class DataServicesTests
{
    [Theory]
    [InlineData("Host=db;Username=me", 32, "BloxOs")]
    [InlineData("Host=db;Username=me;Max Auto Prepare=0;Application Name=mine", 0, "mine")]
    public async Task What_a_connection_string_leaves_open_is_tuned(string connectionString, int prepared, string name)
    {
        await using var services = new ServiceCollection()
            .AddBloxOsData(new(DatabaseProvider.PostgreSql, connectionString)).BuildServiceProvider();
        var used = new NpgsqlConnectionStringBuilder(services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.Equal((prepared, name), (used.MaxAutoPrepare, used.ApplicationName));
    }
}
