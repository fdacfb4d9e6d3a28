using System.Globalization;
using BloxOs.Data;
using BloxOs.Data.Audit;
using BloxOs.Data.Migrations;
using BloxOs.Grains.Audit;
using BloxOs.Silo.Audit;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Silo.Tests.Audit;

public sealed class RigEventQueueTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    readonly TempDirectory _directory = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_written_in_their_order_also_those_that_wait_when_it_stops()
    {
        await using var services = await OpenAsync();
        using var queue = services.GetRequiredService<RigEventQueue>();
        for (int i = 0; i < 600; i++) { queue.Note(Event(i)); }
        await queue.StartAsync(Cancellation);
        for (int i = 600; i < 700; i++) { queue.Note(Event(i)); }
        await queue.StopAsync(Cancellation);

        var lines = (await services.GetRequiredService<IAuditLog>().FindAsync(new() { Limit = 1000 }, Cancellation)).Reverse().ToList();
        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"rig {i}"), lines.Select(line => line.Record.Target));
        Assert.All(lines, line => Assert.Equal((AuditActorKind.Rig, "farm", "rig"), (line.Record.Actor.Kind, line.Record.FarmId, line.Record.RigId)));
    }

    [Fact]
    public async Task What_does_not_fit_into_the_queue_is_counted_and_one_line_says_so()
    {
        await using var services = await OpenAsync();
        using var queue = services.GetRequiredService<RigEventQueue>();
        for (int i = 0; i < RigEventQueue.Capacity + 42; i++) { queue.Note(Event(i)); }
        await queue.StartAsync(Cancellation);
        await queue.StopAsync(Cancellation);

        var line = Assert.Single(await services.GetRequiredService<IAuditLog>().FindAsync(new() { Action = "audit.dropped" }, Cancellation));
        Assert.Equal("42 events of rigs were dropped", line.Record.Target);
        Assert.Equal(RigEventQueue.Capacity + 1, (await services.GetRequiredService<IAuditLog>().FindAsync(new() { Limit = 1 }, Cancellation))[0].Sequence);
    }

    [Fact]
    public async Task What_cannot_be_written_is_written_later()
    {
        await using var services = await OpenAsync();
        using var queue = services.GetRequiredService<RigEventQueue>();
        await ExecuteAsync("ALTER TABLE audit_head RENAME TO audit_head_away");
        queue.Note(Event(0));
        await queue.StartAsync(Cancellation);
        var log = services.GetRequiredService<IAuditLog>();
        await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(new() { At = Start, Actor = new(AuditActorKind.System, "", ""), Action = "a" }));
        await ExecuteAsync("ALTER TABLE audit_head_away RENAME TO audit_head");
        await Eventually.Async(async () => (await log.FindAsync(new(), Cancellation)).Count == 1, what: "the line", cancellation: Cancellation);
        await queue.StopAsync(Cancellation);
    }

    [Fact]
    [Trait("check", "45")]
    public async Task Text_of_a_rig_cannot_forge_lines()
    {
        await using var services = await OpenAsync();
        using var queue = services.GetRequiredService<RigEventQueue>();
        queue.Note(Event(0) with { RigName = "a\nb\u001b[2J", Changes = [new("agent", "1\r\n", new string('9', 5000))] });
        await queue.StartAsync(Cancellation);
        await queue.StopAsync(Cancellation);
        var record = Assert.Single(await services.GetRequiredService<IAuditLog>().FindAsync(new(), Cancellation)).Record;
        Assert.Equal(("a\\u000Ab\\u001B[2J", "1\\u000D\\u000A"), (record.Target, record.Changes[0].Before));
    }

    public void Dispose() => _directory.Dispose();

    async Task<ServiceProvider> OpenAsync()
    {
        var database = new DatabaseOptions(DatabaseProvider.Sqlite, _directory.File("test.db"));
        await DatabaseMigrator.MigrateAsync(database, Cancellation);
        return new ServiceCollection().AddLogging().AddBloxOsData(database).AddSingleton<RigEventQueue>().BuildServiceProvider();
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_directory.File("test.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    static RigEvent Event(int number) => new("rig.online", "rig", "farm", "rig " + number.ToString(CultureInfo.InvariantCulture), Start.AddSeconds(number), []);
}
