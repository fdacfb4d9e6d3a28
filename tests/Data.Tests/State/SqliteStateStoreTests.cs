namespace BloxOs.Data.Tests.State;

public sealed class SqliteStateStoreTests : DatabaseTest
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    [Fact]
    public async Task Versions_count_up_and_a_stale_one_changes_nothing()
    {
        await using var stores = await OpenAsync();
        var states = stores.States;
        Assert.Null(await states.ReadAsync("k", Cancellation));
        Assert.Null(await states.WriteAsync("k", 1, [0]));
        Assert.Null(await states.ClearAsync("k", null));
        Assert.Equal(1, await states.WriteAsync("k", null, [1]));
        Assert.Null(await states.WriteAsync("k", null, [2]));
        Assert.Equal(2, await states.WriteAsync("k", 1, [3]));
        Assert.Null(await states.WriteAsync("k", 1, [4]));
        Assert.Null(await states.ClearAsync("k", 1));
        Assert.Equal([3], (await states.ReadAsync("k", Cancellation))!.Value.Data);
        Assert.Equal(3, await states.ClearAsync("k", 2));
        Assert.Equal((3L, null), ((await states.ReadAsync("k", Cancellation))!.Value.Version, (await states.ReadAsync("k", Cancellation))!.Value.Data));
        Assert.Equal(4, await states.WriteAsync("k", 3, [5]));
    }

    [Fact]
    public async Task Keys_and_bytes_of_any_kind_come_back()
    {
        await using var stores = await OpenAsync();
        var data = new byte[100_000];
        Random.Shared.NextBytes(data);
        await stores.States.WriteAsync("a'b\"% 日本\n", null, data);
        await stores.States.WriteAsync("empty", null, []);
        Assert.Equal(data, (await stores.States.ReadAsync("a'b\"% 日本\n", Cancellation))!.Value.Data);
        Assert.Empty((await stores.States.ReadAsync("empty", Cancellation))!.Value.Data!);
        Assert.Null(await stores.States.ReadAsync("A'B\"% 日本\n", Cancellation));
    }
}
