using System.Security.Cryptography;
using BloxOs.Data.Audit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BloxOs.Data.Tests.Audit;

/// <summary>Tampers with the stored lines as somebody with the database in his hands would.</summary>
[Trait("check", "44")]
public abstract class AuditVerifierConformance : DatabaseTest
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    readonly List<AuditAnchor> _kept = [];

    [Fact]
    public async Task A_log_that_nobody_touched_holds()
    {
        await using var stores = await FilledAsync();
        var verdict = await VerifyAsync(stores);
        Assert.Empty(verdict.Findings);
        Assert.Equal((20L, 4), (verdict.Lines, verdict.Anchors));
    }

    [Fact]
    public async Task An_empty_log_holds()
    {
        await using var stores = await Stores.OpenAsync(await NewDatabaseAsync());
        Assert.Empty((await VerifyAsync(stores)).Findings);
    }

    [Theory]
    [InlineData("UPDATE audit SET target = 'innocent' WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET farm = 'f' WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET farm = '' WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET changes = '[]' WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET changes = '[[' WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET actor_name = address, address = actor_name WHERE sequence = 7", "Line 7 (rig.delete) was changed")]
    [InlineData("DELETE FROM audit WHERE sequence = 7", "Line 7 is missing")]
    [InlineData("DELETE FROM audit WHERE sequence BETWEEN 7 AND 9", "Lines 7 to 9 are missing")]
    [InlineData("DELETE FROM audit WHERE sequence = 1", "Line 1 is missing")]
    [InlineData("DELETE FROM audit WHERE sequence = 7; UPDATE audit SET sequence = sequence - 1 WHERE sequence = 8", "Line 7 (rig.delete) was changed")]
    [InlineData("UPDATE audit SET sequence = 1000 WHERE sequence = 7; UPDATE audit SET sequence = 7 WHERE sequence = 8; UPDATE audit SET sequence = 8 WHERE sequence = 1000", "Line 7 (rig.delete) was changed, or is not where it was written")]
    [InlineData("DELETE FROM audit WHERE sequence > 18", "The log ends with line 18 but had 20")]
    [InlineData("DELETE FROM audit WHERE sequence > 18; UPDATE audit_head SET sequence = 18, hash = (SELECT hash FROM audit WHERE sequence = 18)", "Line 20 was signed")]
    [InlineData("DELETE FROM audit WHERE sequence > 12; DELETE FROM audit_anchor WHERE sequence > 12; UPDATE audit_head SET sequence = 12, hash = (SELECT hash FROM audit WHERE sequence = 12)", "is in the file but was taken out of the database")]
    [InlineData("DELETE FROM audit; DELETE FROM audit_anchor; UPDATE audit_head SET sequence = 0", "Line 20 was signed")]
    [InlineData("DELETE FROM audit_head", "The mark of the last line is missing")]
    [InlineData("UPDATE audit_head SET sequence = 19", "were not written by BloxOs")]
    [InlineData("UPDATE audit_anchor SET hash = (SELECT hash FROM audit WHERE sequence = 9) WHERE sequence = 10", "is not signed with this key")]
    public async Task Tampering_is_found(string sql, string finding)
    {
        await using var stores = await FilledAsync();
        await TamperAsync(sql);
        var verdict = await VerifyAsync(stores);
        Assert.Contains(verdict.Findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_after_an_edit_is_found_by_the_anchors()
    {
        await using var stores = await FilledAsync();
        await TamperAsync("DELETE FROM audit; UPDATE audit_head SET sequence = 0, hash = " + Zeros);
        for (int i = 1; i <= 20; i++) { await stores.Get<IAuditLog>().AppendAsync(Line(i) with { Target = i == 7 ? "innocent" : "rig " + i }); }

        Assert.Contains((await VerifyAsync(stores)).Findings, found => found.StartsWith("Line 10 is not the one that was signed", StringComparison.Ordinal));
        // Without the key the forger's own anchors could not be told from ours.
        Assert.NotEmpty((await stores.Get<IAuditChain>().VerifyAsync(null, _kept, Cancellation)).Findings);
    }

    [Fact]
    public async Task Another_key_does_not_believe_the_anchors()
    {
        await using var stores = await FilledAsync();
        var verdict = await stores.Get<IAuditChain>().VerifyAsync(new byte[32], [], Cancellation);
        Assert.Equal(0, verdict.Anchors);
        Assert.NotEmpty(verdict.Findings);
    }

    [Fact]
    public async Task Lines_that_are_written_meanwhile_are_no_finding()
    {
        await using var stores = await FilledAsync();
        var writing = Task.Run(async () => { for (int i = 21; i <= 200; i++) { await stores.Get<IAuditLog>().AppendAsync(Line(i)); } }, Cancellation);
        do { Assert.Empty((await VerifyAsync(stores)).Findings); }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public void An_anchor_is_read_as_it_was_written_and_nothing_else_is()
    {
        var anchor = AuditAnchor.Sign(_key, 12, RandomNumberGenerator.GetBytes(32), Start);
        Assert.True(AuditAnchor.TryParse(anchor.ToLine(), out var read));
        Assert.True(read.IsSignedWith(_key));
        Assert.Equal(anchor.ToLine(), read.ToLine());
        foreach (string wrong in (string[])["", "1 2 3 4", anchor.ToLine()[..^1], anchor.ToLine() + " ", "-" + anchor.ToLine(), anchor.ToLine().Replace(" ", "  ", StringComparison.Ordinal)])
            Assert.False(AuditAnchor.TryParse(wrong, out _), wrong);
    }

    protected abstract string Zeros { get; }

    protected abstract Task TamperAsync(string sql);

    protected DatabaseOptions Database { get; private set; } = null!;

    /// <summary>20 lines, anchored at 10 and 20, with the anchors kept outside as well.</summary>
    async Task<Stores> FilledAsync()
    {
        Database = await NewDatabaseAsync();
        var stores = await Stores.OpenAsync(Database);
        for (int i = 1; i <= 20; i++)
        {
            await stores.Get<IAuditLog>().AppendAsync(Line(i));
            if (i % 10 != 0) { continue; }
            var head = await stores.Get<IAuditChain>().HeadAsync(Cancellation);
            var anchor = AuditAnchor.Sign(_key, head.Sequence, head.Hash, Start.AddSeconds(i));
            await stores.Get<IAuditChain>().AddAnchorAsync(anchor, Cancellation);
            _kept.Add(anchor);
        }
        return stores;
    }

    Task<AuditVerdict> VerifyAsync(Stores stores) => stores.Get<IAuditChain>().VerifyAsync(_key, _kept, Cancellation);

    static AuditRecord Line(int i) => new()
    {
        At = Start.AddSeconds(i),
        Actor = new(AuditActorKind.Session, "u", "Mara"),
        Action = "rig.delete",
        Address = "10.0.0.8",
        Target = "rig " + i,
        Changes = [new("name", "a", null)],
    };
}

public sealed class SqliteAuditVerifierTests : AuditVerifierConformance
{
    protected override string Zeros => "zeroblob(32)";

    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    protected override async Task TamperAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database.ConnectionString};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}

public sealed class PostgreSqlAuditVerifierTests(PostgresFixture postgres) : AuditVerifierConformance
{
    protected override string Zeros => "decode(repeat('00', 32), 'hex')";

    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    protected override async Task TamperAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database.ConnectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
