using System.Globalization;
using Orleans.Storage;

namespace BloxOs.Silo.Tests.Storage;

internal enum Kind
{
    None,
    Small,
    Large,
}

internal sealed class Sheet
{
    public string Name { get; set; } = "";

    public Kind Kind { get; set; }

    public double Hashrate { get; set; }

    public List<string> Coins { get; set; } = [];
}

/// <summary>What every grain storage does with versions, races and cleared states.</summary>
public abstract class GrainStorageConformance(StorageSilo silo)
{
    private const string StateName = "sheet";

    private readonly GrainId id = GrainId.Create("conformance", Guid.NewGuid().ToString("N"));

    private static GrainState<Sheet> NewState(string name, string? eTag = null)
        => new(new Sheet { Name = name }) { ETag = eTag, RecordExists = eTag is not null };

    private async Task<GrainState<Sheet>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Sheet>();
        await silo.Storage.ReadStateAsync(StateName, grain, state);
        return state;
    }

    private async Task<GrainState<Sheet>> WriteAsync(GrainState<Sheet> state)
    {
        await silo.Storage.WriteStateAsync(StateName, id, state);
        return state;
    }

    [Fact]
    public async Task What_was_never_written_is_an_empty_state()
    {
        var state = await ReadAsync(id);
        Assert.Equal((null, false, ""), (state.ETag, state.RecordExists, state.State!.Name));
    }

    [Fact]
    public async Task The_first_write_is_version_1_and_is_read_back()
    {
        var written = await WriteAsync(new GrainState<Sheet>(new Sheet { Name = "Ёж 鉱", Kind = Kind.Large, Hashrate = double.NaN, Coins = ["RVN", "ERG"] }));
        Assert.Equal(("1", true), (written.ETag, written.RecordExists));
        var read = await ReadAsync(id);
        Assert.Equal(("1", true, "Ёж 鉱", Kind.Large, double.NaN), (read.ETag, read.RecordExists, read.State!.Name, read.State!.Kind, read.State!.Hashrate));
        Assert.Equal(["RVN", "ERG"], read.State!.Coins);
    }

    [Fact]
    public async Task A_second_first_write_is_inconsistent()
    {
        await WriteAsync(NewState("one"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(NewState("two")));
        Assert.Equal("one", (await ReadAsync(id)).State!.Name);
    }

    [Fact]
    public async Task An_update_counts_up()
    {
        var state = await WriteAsync(NewState("one"));
        state.State!.Name = "two";
        Assert.Equal("2", (await WriteAsync(state)).ETag);
        Assert.Equal("two", (await ReadAsync(id)).State!.Name);
    }

    [Fact]
    public async Task A_stale_update_or_clear_is_inconsistent_and_changes_nothing()
    {
        await WriteAsync(await WriteAsync(NewState("one")));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(NewState("stale", "1")));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Storage.ClearStateAsync(StateName, id, NewState("stale", "1")));
        var read = await ReadAsync(id);
        Assert.Equal(("2", true, "one"), (read.ETag, read.RecordExists, read.State!.Name));
    }

    [Fact]
    public async Task A_clear_leaves_a_tombstone_after_which_writing_goes_on_counting()
    {
        var state = await WriteAsync(await WriteAsync(NewState("one")));
        await silo.Storage.ClearStateAsync(StateName, id, state);
        Assert.Equal(("3", false, ""), (state.ETag, state.RecordExists, state.State!.Name));

        var read = await ReadAsync(id);
        Assert.Equal(("3", false, ""), (read.ETag, read.RecordExists, read.State!.Name));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(NewState("never read")));
        read.State!.Name = "again";
        Assert.Equal("4", (await WriteAsync(read)).ETag);
        Assert.True((await ReadAsync(id)).RecordExists);
    }

    [Fact]
    public async Task Clearing_what_was_never_written_is_nothing()
    {
        var state = NewState("");
        await silo.Storage.ClearStateAsync(StateName, id, state);
        Assert.Equal((null, false), (state.ETag, state.RecordExists));
        Assert.Equal("1", (await WriteAsync(state)).ETag);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public async Task Of_32_racing_writes_one_wins(string? eTag)
    {
        if (eTag is not null)
            await WriteAsync(NewState("before"));
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var races = Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            await start.Task;
            try
            {
                await WriteAsync(NewState(i.ToString(CultureInfo.InvariantCulture), eTag));
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        })).ToArray();
        start.SetResult();
        var winner = Assert.Single(await Task.WhenAll(races), i => i >= 0);
        Assert.Equal(winner.ToString(CultureInfo.InvariantCulture), (await ReadAsync(id)).State!.Name);
    }

    [Fact]
    public async Task Keys_of_every_kind_and_names_of_states_are_kept_apart()
    {
        var guid = Guid.NewGuid();
        var type = GrainType.Create("type");
        GrainId[] grains =
        [
            GrainId.Create(type, GrainIdKeyExtensions.CreateGuidKey(guid)), GrainId.Create(type, GrainIdKeyExtensions.CreateGuidKey(guid, "ext")),
            GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(5)), GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(5, "ext")),
            GrainId.Create("type", $"key-{guid:N}"), GrainId.Create("type", $"KEY-{guid:N}"), GrainId.Create("type", $"ключ '{guid:N}'"),
        ];
        foreach (var grain in grains)
            await silo.Storage.WriteStateAsync(StateName, grain, NewState(grain.ToString()));
        await silo.Storage.WriteStateAsync("other", grains[0], NewState("other"));
        foreach (var grain in grains)
            Assert.Equal((grain.ToString(), "1"), ((await ReadAsync(grain)).State!.Name, (await ReadAsync(grain)).ETag));
    }

    [Fact]
    public async Task A_large_state_is_stored()
    {
        var name = new string('x', 2_000_000);
        await WriteAsync(NewState(name));
        Assert.Equal(name, (await ReadAsync(id)).State!.Name);
    }
}

public sealed class SqliteGrainStorageTests(SqliteStorageSilo silo) : GrainStorageConformance(silo), IClassFixture<SqliteStorageSilo>;

public sealed class PostgreSqlGrainStorageTests(PostgreSqlStorageSilo silo) : GrainStorageConformance(silo), IClassFixture<PostgreSqlStorageSilo>;
