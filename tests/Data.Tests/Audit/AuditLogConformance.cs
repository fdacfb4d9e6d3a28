using BloxOs.Data.Audit;

namespace BloxOs.Data.Tests.Audit;

/// <summary>What every audit log does.</summary>
public abstract class AuditLogConformance : DatabaseTest
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_line_comes_back_as_it_was_written()
    {
        await using var stores = await OpenAsync();
        var record = Line("farm.rename", 0) with
        {
            Actor = new(AuditActorKind.ApiKey, "user-1", "Zoë's \"key\" <b>"),
            Address = "2001:db8::1",
            UserAgent = "curl/8",
            FarmId = "farm-1",
            RigId = "rig-1",
            UserId = "user-2",
            Target = "Ферма '; DROP TABLE audit --",
            Changes = [new("name", "old", "new"), new("tags", null, "a, b"), new("note", "x", null)],
        };
        Assert.Equal(1, await stores.Get<IAuditLog>().AppendAsync(record));

        var entry = Assert.Single(await stores.Get<IAuditLog>().FindAsync(new(), Cancellation));
        Assert.Equal(1, entry.Sequence);
        Assert.Equal(record.Changes, entry.Record.Changes);
        Assert.Equal(record, entry.Record with { Changes = record.Changes });
    }

    [Fact]
    public async Task Many_writers_make_one_chain_without_gaps()
    {
        var options = await NewDatabaseAsync();
        await using var one = await Stores.OpenAsync(options);
        await using var other = options.Provider == DatabaseProvider.PostgreSql ? await Stores.OpenAsync(options) : null;
        var sequences = await Task.WhenAll(Enumerable.Range(0, 600)
            .Select(i => (i % 2 == 0 ? one : other ?? one).Get<IAuditLog>().AppendAsync(Line("rig.online", i))));

        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), sequences.Order());
        var entries = await one.Get<IAuditLog>().FindAsync(new() { Limit = 1000 }, Cancellation);
        Assert.Equal(600, entries.Count);
        var hash = AuditLine.Origin;
        foreach (var entry in entries.Reverse())
        {
            Assert.Equal(AuditLine.After(hash, entry.Sequence, entry.Record).Hash, entry.Hash);
            hash = entry.Hash;
        }
    }

    [Fact]
    public async Task A_chain_goes_on_after_a_restart()
    {
        var options = await NewDatabaseAsync();
        await using (var first = await Stores.OpenAsync(options))
            await first.Get<IAuditLog>().AppendAsync(Line("user.sign-in", 0));
        await using var second = await Stores.OpenAsync(options);
        Assert.Equal(2, await second.Get<IAuditLog>().AppendAsync(Line("user.sign-out", 1)));
        var entries = await second.Get<IAuditLog>().FindAsync(new(), Cancellation);
        Assert.Equal(AuditLine.After(entries[1].Hash, 2, entries[0].Record).Hash, entries[0].Hash);
    }

    [Fact]
    public async Task Lines_are_found_by_person_farm_rig_action_and_time_in_pages()
    {
        await using var stores = await OpenAsync();
        var log = stores.Get<IAuditLog>();
        await log.AppendAsync(Line("farm.rename", 0) with { FarmId = "f1", Actor = Person("u1") });
        await log.AppendAsync(Line("farm.delete", 1) with { FarmId = "f2", Actor = Person("u2") });
        await log.AppendAsync(Line("rig.online", 2) with { FarmId = "f1", RigId = "r1", Actor = new(AuditActorKind.Rig, "r1", "oak") });
        await log.AppendAsync(Line("user.disable", 3) with { UserId = "u1", Actor = Person("u2") });
        await log.AppendAsync(Line("farms.other", 4) with { Actor = Person("u3") });

        async Task Expect(long[] sequences, AuditQuery query) => Assert.Equal(sequences, (await log.FindAsync(query, Cancellation)).Select(e => e.Sequence));
        await Expect([5, 4, 3, 2, 1], new());
        await Expect([3, 1], new() { FarmId = "f1" });
        await Expect([3], new() { RigId = "r1" });
        await Expect([4, 1], new() { UserId = "u1" });
        await Expect([2, 1], new() { Action = "farm." });
        await Expect([2], new() { Action = "farm.delete" });
        await Expect([4, 3], new() { From = Start.AddSeconds(2), Until = Start.AddSeconds(4) });
        await Expect([2, 1], new() { Before = 3, Limit = 2 });
        await Expect([4, 3, 1], new() { Scope = new(["f1"], "u1") });
        await Expect([3, 2, 1], new() { Scope = new(["f1", "f2"], "nobody") });
        await Expect([], new() { Scope = new([], "nobody") });
        await log.AppendAsync(Line("user.sign-in.failed", 5) with { Actor = new(AuditActorKind.Nobody, "", "") });
        await Expect([], new() { Scope = new([], "") });
        await Expect([], new() { Scope = new([], null) });
        await Expect([3, 1], new() { Scope = new(["f1"], null), Limit = 2 });
        await Expect([1], new() { Scope = new(["f1", "f2"], "u3"), FarmId = "f1", Before = 3 });
        await Expect([2], new() { Scope = new(["f1"], "u2"), FarmId = "f2" });
        await Expect([4, 2], new() { Scope = new(["f1"], "u2"), UserId = "u2" });
        await Expect([3, 2, 1], new() { Scope = new([.. Enumerable.Range(0, 150).Select(i => $"f{i}")], null) });
        await Expect([6, 4], new() { Action = "user." });
    }

    [Fact]
    public async Task A_line_that_does_not_fit_is_refused_and_the_chain_goes_on()
    {
        await using var stores = await OpenAsync();
        var log = stores.Get<IAuditLog>();
        foreach (var wrong in (AuditRecord[])
        [
            Line("Farm rename", 0), Line("", 0), Line("a", 0) with { Target = new('x', AuditInput.MaxNameLength + 1) },
            Line("a", 0) with { Target = "two\nlines" }, Line("a", 0) with { UserAgent = "nul\0" }, Line("a", 0) with { Target = "half \ud800" },
            Line("a", 0) with { Changes = [.. Enumerable.Repeat(new AuditChange("f", null, null), AuditInput.MaxChanges + 1)] },
            Line("a", 0) with { Changes = [new("f", new('x', AuditInput.MaxValueLength + 1), null)] },
        ])
            await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(wrong));
        Assert.Equal(1, await log.AppendAsync(Line("a", 0)));
    }

    [Fact]
    public async Task A_log_that_is_closed_says_that_it_is_unavailable()
    {
        var stores = await OpenAsync();
        var log = stores.Get<IAuditLog>();
        await stores.DisposeAsync();
        await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Line("a", 0)));
    }

    protected static AuditRecord Line(string action, int second) => new()
    {
        At = Start.AddSeconds(second),
        Actor = new(AuditActorKind.System, "", "BloxOs"),
        Action = action,
    };

    static AuditActor Person(string id) => new(AuditActorKind.Session, id, "name of " + id);
}

public sealed class SqliteAuditLogTests : AuditLogConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}

public sealed class PostgreSqlAuditLogTests(PostgresFixture postgres) : AuditLogConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
