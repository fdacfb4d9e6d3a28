using BloxOs.Grains.Commands;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>One miner has one name on a rig's page.</summary>
public sealed class MinerRowTests
{
    [Theory]
    [InlineData("t-rex", "t-rex", "T-Rex", null)]   // nobody named it: the program is its name
    [InlineData("main", "t-rex", "main", "T-Rex")]
    [InlineData("teamredminer-1", "teamredminer", "teamredminer-1", "TeamRedMiner")]
    [InlineData("main", "homemade", "main", "homemade")]
    public void It_is_called_as_the_other_cards_call_it(string name, string miner, string shown, string? program)
    {
        var orders = new RigOrders { Wanted = WantedWork.None, Applied = new() { Miners = [new() { Name = name, Miner = miner, Phase = MinerPhase.Running }] } };
        var row = Assert.Single(MinerRow.Of("rig", orders, RigViews.Now));
        Assert.Equal((shown, program), (row.Shown, row.Program));
    }
}
