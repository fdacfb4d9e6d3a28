using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>Wanted against real.</summary>
public sealed class WorkDriftTests
{
    static readonly WantedMiner s_main = new()
    {
        Name = "main", Miner = "t-rex",
        Algorithms = [new() { Algorithm = "kawpow", Coin = "RVN", Pools = [new() { Host = "pool.example", Port = 3333, User = "RWallet" }, new() { Host = "spare.example", Port = 3333, User = "RWallet" }] }],
    };

    static RigOrders Orders(WantedMiner? wanted, AppliedMiner? there, long applied = 5, string? refused = null) => new()
    {
        Wanted = new() { Revision = 5, Miners = wanted is null ? [] : [wanted] },
        Applied = new() { Revision = applied, Refused = refused, Miners = there is null ? [] : [there] },
    };

    static RigStats Works(string algorithm, string? pool, string miner = "T-Rex") => new() { Sequence = 1, Work = [new() { Miner = miner, Algorithm = algorithm, Pool = pool, Hashrate = 1e6 }] };

    static readonly AppliedMiner s_running = new() { Name = "main", Miner = "t-rex", Phase = MinerPhase.Running };

    [Fact]
    public void A_rig_that_does_what_it_is_told_has_none() =>
        Assert.Empty(WorkDrift.Of(Orders(s_main, s_running), Works("kawpow", "stratum+tcp://pool.example:3333")));

    [Fact]
    public void Nothing_is_compared_before_anything_is_wanted_or_told()
    {
        Assert.Empty(WorkDrift.Of(new() { Applied = new() { Miners = [s_running] } }, Works("ethash", "else:1")));
        Assert.Empty(WorkDrift.Of(new() { Wanted = new() { Revision = 5, Miners = [s_main] } }, RigStats.Empty));
    }

    [Fact]
    public void Each_difference_is_a_line()
    {
        Assert.Equal([new("revision", "5", "4", "no such miner here"), new("main", "runs", null)], WorkDrift.Of(Orders(s_main, null, applied: 4, refused: "no such miner here"), RigStats.Empty));
        Assert.Equal([new("main", "runs", "failed", "no program")], WorkDrift.Of(Orders(s_main, s_running with { Phase = MinerPhase.Failed, Reason = "no program" }), RigStats.Empty));
        Assert.Equal([new("main", "off", "runs")], WorkDrift.Of(Orders(s_main with { Enabled = false }, s_running), RigStats.Empty));
        Assert.Equal([new("main", null, "runs")], WorkDrift.Of(Orders(null, s_running), RigStats.Empty));
        Assert.Equal([new("cards of main", "all that are wanted", "without 0000:0a:00.0", "they made trouble")], WorkDrift.Of(Orders(s_main, s_running with { Quarantined = ["0000:0a:00.0"] }), RigStats.Empty));
        Assert.Equal([new("algorithm of main", "KawPow", "Ethash")], WorkDrift.Of(Orders(s_main, s_running), Works("ethash", null)));
        Assert.Equal([new("pool of main", "pool.example:3333", "spare.example:3333", "one further down its list")], WorkDrift.Of(Orders(s_main, s_running), Works("kawpow", "spare.example:3333")));
        Assert.Equal([new("pool of main", "pool.example:3333", "thief.example:3333", "none of those that are wanted")], WorkDrift.Of(Orders(s_main, s_running), Works("kawpow", "thief.example:3333")));
    }

    [Fact]
    public void A_miner_held_back_by_maintenance_is_as_wanted()
    {
        var orders = Orders(s_main, s_running with { Phase = MinerPhase.Held });
        Assert.Empty(WorkDrift.Of(orders with { Wanted = orders.Wanted with { Maintenance = true } }, RigStats.Empty));
        Assert.Single(WorkDrift.Of(orders, RigStats.Empty));
    }

    [Fact]
    public void Of_two_instances_of_one_program_it_cannot_be_told_whose_work_it_is()
    {
        var orders = Orders(s_main, s_running);
        orders = orders with { Wanted = orders.Wanted with { Miners = [s_main, s_main with { Name = "second" }] }, Applied = orders.Applied! with { Miners = [s_running, s_running with { Name = "second" }] } };
        Assert.Empty(WorkDrift.Of(orders, Works("ethash", "thief.example:1")));
    }

    /// <summary>"As wanted" beside another miner that mines is a contradiction: somebody started it by hand, or it was left over.</summary>
    [Fact]
    public void A_miner_that_nobody_wants_there_is_a_difference()
    {
        var stats = Works("etchash", "else:1", "TeamRedMiner");
        Assert.Equal([new("TeamRedMiner", null, "mines Etchash")], WorkDrift.Of(Orders(s_main, s_running), stats));
        Assert.Equal([new("TeamRedMiner", null, "mines Etchash")], WorkDrift.Of(Orders(null, null), stats));
        Assert.Equal([new("XMRig", null, "runs")], WorkDrift.Of(Orders(s_main, s_running), new() { Sequence = 1, Work = [new() { Miner = "XMRig" }, .. Works("kawpow", null).Work] }));
        Assert.Empty(WorkDrift.Of(new() { Applied = new() { Revision = 0, Miners = [] } }, stats));   // nobody said what it is to do
    }

    [Fact]
    public void The_plan_names_no_account() => Assert.Equal("T-Rex: KawPow (RVN) at pool.example:3333 and 1 more", BloxOs.Web.Commands.WorkWords.Plan(s_main));
}
