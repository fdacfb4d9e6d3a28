using BloxOs.Grains.Commands;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Commands;

public sealed class MinerLogsTests
{
    readonly ShiftedTime _time = new();
    readonly MinerLogs _logs;

    public MinerLogsTests() => _logs = new(_time);

    [Fact]
    public void Lines_go_on_where_the_reader_stands_and_the_agent_is_asked_now_and_then()
    {
        Assert.Equal((0, 0L), Look(0) is var (first, ask) ? (first.Lines.Length, ask!.Value) : default);
        Take(1, "a", "b");
        Take(2, "b", "c");
        Assert.Equal(["a", "b", "c"], Look(0).Lines.Lines);
        Assert.Null(Look(0).Ask);
        Assert.Equal(["c"], Look(2).Lines.Lines);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(3, Look(3).Ask);
        _logs.Reconnected("rig");
        Assert.Equal(3, Look(3).Ask);
        Take(1, "new");   // the agent counts anew
        Assert.Equal(["new"], Look(3).Lines.Lines);
        Take(7, "after a gap");
        Assert.Equal((7, "after a gap"), (Look(0).Lines.First, Look(0).Lines.Lines[0]));
    }

    [Fact, Trait("bad-input", "52")]
    public void One_rig_has_no_more_than_its_share()
    {
        for (int i = 0; i < MinerLogs.MostOfRig; i++) { Look(0, instance: $"m{i}"); }
        Assert.Equal((0, null), Look(0, instance: "one-more") is var (lines, ask) ? (lines.Lines.Length, ask) : default);
        string line = new('x', 500);
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < MinerLogs.MostOfRig; i++) { _logs.Take("rig", $"m{i}", new(1 + (round * 100), [.. Enumerable.Repeat(line, 100)])); }
            Assert.InRange(_logs.Characters, 50_000, MinerLogs.RigCharacters);
        }
        Assert.True(_logs.Characters > MinerLogs.RigCharacters / 2);
        _logs.Take("rig", "m0", new(1_001, [.. Enumerable.Range(0, 1_000).Select(static i => $"{i}")]));
        Assert.Equal(WatchedLog.MostLines, Look(0, instance: "m0").Lines.Lines.Length);
    }

    [Fact, Trait("bad-input", "52")]
    public void The_silo_keeps_so_much_whoever_looks_at_how_many()
    {
        string line = new('x', 500);
        for (int rig = 0; rig < 700; rig++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            Look(0, $"rig{rig}");
            _logs.Take($"rig{rig}", "main", new(1, [.. Enumerable.Repeat(line, 300)]));
            Assert.InRange(_logs.Characters, 0, MinerLogs.SiloCharacters);
        }
        Assert.InRange(_logs.Characters, MinerLogs.SiloCharacters - (300 * 500), MinerLogs.SiloCharacters);
        Assert.Empty(Look(0, "rig0").Lines.Lines);   // nobody looked at it for the longest
        Assert.Equal(300, Look(0, "rig699").Lines.Lines.Length);
        _time.Advance(TimeSpan.FromMinutes(2));
        Look(0, "another");
        Assert.Equal(0, _logs.Characters);
    }

    [Fact]
    public void So_many_are_looked_at_and_no_more()
    {
        for (int rig = 0; rig < MinerLogs.MostOfSilo; rig++) { Assert.NotNull(Look(0, $"rig{rig}").Ask); }
        Assert.Null(Look(0, "one more").Ask);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(Look(0, "one more").Ask);
    }

    (MinerLogLines Lines, long? Ask) Look(long after, string rig = "rig", string instance = "main") => _logs.Look(rig, instance, after);

    void Take(long first, params string[] lines) => _logs.Take("rig", "main", new(first, [.. lines]));
}
