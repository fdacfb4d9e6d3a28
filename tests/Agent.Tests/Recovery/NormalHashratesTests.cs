using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class NormalHashratesTests
{
    static void Learn(NormalHashrates floors, int minutes, double made, bool healthy = true, string work = "w", TimeSpan? running = null)
    {
        var miner = Rigs.Miner with { Work = work, Hashrate = made, RunningFor = running ?? TimeSpan.FromHours(1), CardHashrates = new Dictionary<string, double> { [Rigs.Card0] = made / 2 } };
        for (int i = 0; i < minutes; i++) { floors.Learn(miner, healthy); }
    }

    [Fact]
    public void Nothing_is_known_before_half_an_hour_of_good_minutes()
    {
        var floors = new NormalHashrates([]);
        Learn(floors, 29, 100);
        Assert.Null(floors.Normal("w"));
        Learn(floors, 1, 100);
        Assert.Equal((100, 50), (floors.Normal("w"), floors.Normal("w", Rigs.Card0)));
        Assert.Null(floors.Normal("w", Rigs.Card1));
        Assert.Null(floors.Normal("other"));
    }

    [Fact]
    public void Odd_minutes_do_not_move_it()
    {
        var floors = new NormalHashrates([]);
        for (int block = 0; block < 5; block++)
        {
            Learn(floors, 20, 100);
            Learn(floors, 5, 1e15);
            Learn(floors, 5, 1);
        }
        Assert.Equal(100, floors.Normal("w"));
    }

    [Fact]
    public void Warming_up_and_faulty_minutes_and_what_is_no_speed_teach_nothing()
    {
        var floors = new NormalHashrates([]);
        Learn(floors, 100, 10, healthy: false);
        Learn(floors, 100, 10, running: TimeSpan.FromMinutes(9));
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity, 0, -5 }) { Learn(floors, 100, odd); }
        Assert.Empty(floors.Learned);
    }

    [Fact]
    public void Memory_is_bounded_and_the_oldest_kind_of_work_goes_first()
    {
        var floors = new NormalHashrates([]);
        for (int i = 0; i < 40; i++) { Learn(floors, 30 * 120, 100 + i, work: $"w{i}"); }
        Assert.Equal(NormalHashrates.Works, floors.Learned.Count);
        Assert.All(floors.Learned, w => Assert.All(w.Series.Values, s => Assert.Equal(NormalHashrates.Blocks, s.Blocks.Count)));
        Assert.Null(floors.Normal("w0"));
        Assert.Equal(139, floors.Normal("w39"));
    }
}
