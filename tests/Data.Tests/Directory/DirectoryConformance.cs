using BloxOs.Data.Directory;

namespace BloxOs.Data.Tests.Directory;

/// <summary>What every directory does.</summary>
public abstract class DirectoryConformance : DatabaseTest
{
    [Fact]
    public async Task Farms_come_in_pages_ordered_by_the_bytes_of_their_id()
    {
        await using var stores = await OpenAsync();
        foreach (var id in (string[])["b", "a-1", "B", "a1", "c"])
            await stores.Directory.PutFarmAsync(new FarmEntry(id, "farm " + id));

        var first = await stores.Directory.FarmsAsync(null, 3, Cancellation);
        Assert.Equal(["B", "a-1", "a1"], first.Select(f => f.FarmId));
        var second = await stores.Directory.FarmsAsync(first[^1].FarmId, 3, Cancellation);
        Assert.Equal([new FarmEntry("b", "farm b"), new FarmEntry("c", "farm c")], second);
        Assert.Empty(await stores.Directory.FarmsAsync("c", 3, Cancellation));
    }

    [Fact]
    public async Task A_farm_is_renamed()
    {
        await using var stores = await OpenAsync();
        await stores.Directory.PutFarmAsync(new FarmEntry("f", "old"));
        await stores.Directory.PutFarmAsync(new FarmEntry("f", "Ферма 'x'; DROP TABLE directory_farm --"));
        Assert.Equal([new FarmEntry("f", "Ферма 'x'; DROP TABLE directory_farm --")], await stores.Directory.FarmsAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_rig_is_renamed_and_moved()
    {
        await using var stores = await OpenAsync();
        await stores.Directory.PutRigAsync(new RigEntry("r1", "f1", "one"));
        await stores.Directory.PutRigAsync(new RigEntry("r2", "f1", "two"));
        await stores.Directory.PutRigAsync(new RigEntry("r2", "f2", "zwei"));
        Assert.Equal([new RigEntry("r1", "f1", "one")], await stores.Directory.RigsAsync("f1", null, 10, Cancellation));
        Assert.Equal([new RigEntry("r2", "f2", "zwei")], await stores.Directory.RigsAsync("f2", null, 10, Cancellation));
        Assert.Empty(await stores.Directory.RigsAsync("f1", "r1", 10, Cancellation));
    }

    [Fact]
    public async Task What_was_removed_is_not_listed_and_may_be_removed_again()
    {
        await using var stores = await OpenAsync();
        await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
        await stores.Directory.PutFarmAsync(new FarmEntry("g", "other"));
        await stores.Directory.PutRigAsync(new RigEntry("r1", "f", "one"));
        await stores.Directory.PutRigAsync(new RigEntry("r2", "f", "two"));
        for (var i = 0; i < 2; i++)
        {
            await stores.Directory.RemoveFarmAsync("f");
            await stores.Directory.RemoveRigAsync("r1");
        }
        Assert.Equal([new FarmEntry("g", "other")], await stores.Directory.FarmsAsync(null, 10, Cancellation));
        Assert.Equal([new RigEntry("r2", "f", "two")], await stores.Directory.RigsAsync("f", null, 10, Cancellation));
    }

    [Fact]
    public async Task Many_rigs_are_walked_page_by_page_each_once()
    {
        await using var stores = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => stores.Directory.PutRigAsync(new RigEntry($"r{i:000}", "f", "x"))));
        List<RigEntry> all = [];
        IReadOnlyList<RigEntry> page;
        while ((page = await stores.Directory.RigsAsync("f", all.LastOrDefault()?.RigId, 100, Cancellation)).Count > 0)
            all.AddRange(page);
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"r{i:000}"), all.Select(r => r.RigId));
    }

    [Theory]
    [InlineData("", "name")]
    [InlineData("id\0", "name")]
    [InlineData("id", "na\0me")]
    [InlineData("id", "na\ud800me")]
    public async Task Wrong_input_is_refused(string id, string name)
    {
        await using var stores = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Directory.PutFarmAsync(new FarmEntry(id, name)));
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Directory.PutRigAsync(new RigEntry(id, "f", name)));
    }
}

public sealed class SqliteDirectoryTests : DirectoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}

public sealed class PostgreSqlDirectoryTests(PostgresFixture postgres) : DirectoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
