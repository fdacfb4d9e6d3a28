using BloxOs.Data.Idempotency;

namespace BloxOs.Data.Tests.Idempotency;

/// <summary>What every store of repeated requests does.</summary>
public abstract class IdempotencyConformance : DatabaseTest
{
    static readonly DateTimeOffset s_now = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);
    static readonly byte[] s_body = [1, 2, 3];

    [Fact]
    public async Task A_key_is_taken_once_and_keeps_its_answer()
    {
        await using var stores = await OpenAsync();
        var store = stores.Get<IIdempotencyStore>();
        Assert.Null(await store.FindAsync("k", Cancellation));
        Assert.Null(await store.TakeAsync("k", s_body, s_now));
        var taken = await store.TakeAsync("k", [9], s_now);
        Assert.Equal(s_body, taken!.Fingerprint);
        Assert.Null(taken.Answer);
        await store.FinishAsync("k", "done");
        Assert.Equal("done", (await store.TakeAsync("k", s_body, s_now))!.Answer);
        Assert.Equal("done", (await store.FindAsync("k", Cancellation))!.Answer);
        Assert.Null(await store.TakeAsync("other", s_body, s_now));
    }

    [Fact, Trait("bad-input", "77")]
    public async Task Of_many_at_once_one_takes_it()
    {
        await using var stores = await OpenAsync();
        var store = stores.Get<IIdempotencyStore>();
        var taken = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => store.TakeAsync("k", s_body, s_now)));
        Assert.Single(taken, static one => one is null);
    }

    [Fact]
    public async Task A_freed_and_an_old_key_can_be_taken_again()
    {
        await using var stores = await OpenAsync();
        var store = stores.Get<IIdempotencyStore>();
        await store.TakeAsync("freed", s_body, s_now);
        await store.ReleaseAsync("freed");
        Assert.Null(await store.TakeAsync("freed", s_body, s_now));

        await store.TakeAsync("old", s_body, s_now.AddHours(-30));
        Assert.Equal(1, await store.TrimAsync(s_now.AddHours(-25), 10));
        Assert.Equal(0, await store.TrimAsync(s_now.AddHours(-25), 10));
        Assert.Null(await store.FindAsync("old", Cancellation));
        Assert.NotNull(await store.FindAsync("freed", Cancellation));
    }
}

public sealed class SqliteIdempotencyTests : IdempotencyConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}

public sealed class PostgreSqlIdempotencyTests(PostgresFixture postgres) : IdempotencyConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
