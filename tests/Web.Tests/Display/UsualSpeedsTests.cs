using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>What cards usually do in a farm, and which do far less.</summary>
public sealed class UsualSpeedsTests
{
    static RigView Rig(string name, params double[] speeds) => RigViews.Of(name, RigStatus.Mining, RigViews.Hashing("kawpow", speeds));

    /// <summary>The rigs as a farm's pages see them.</summary>
    static RigFacts[] Farm(params RigView[] rigs)
    {
        var usual = UsualSpeeds.Of(rigs.Select(static rig => new RigFacts(rig, HeatBands.Default)));
        return [.. rigs.Select(rig => new RigFacts(rig, HeatBands.Default, usual))];
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(79.9, true)]
    [InlineData(79, true)]
    [InlineData(0, true)]
    public void A_card_below_80_percent_of_the_median_is_slow(double speed, bool isSlow)
    {
        var rigs = Farm(Rig("oak", 100, 100, 101), Rig("slow", 100, speed));
        Assert.False(rigs[0].HasLowHash);
        Assert.Equal((isSlow, isSlow ? RigNeed.LowHash : RigNeed.None), (rigs[1].HasLowHash, rigs[1].Need));
        Assert.Equal(isSlow ? [1] : [], rigs[1].SlowCards.Select(static card => card.Index));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Nothing_is_usual_without_four_cards_of_the_model(int cards, bool isJudged) =>
        Assert.Equal(isJudged, Farm(Rig("oak", [.. Enumerable.Repeat(100d, cards - 1), 50]))[0].HasLowHash);

    [Fact]
    public void Each_algorithm_and_each_model_is_judged_by_itself_and_silent_rigs_are_no_measure()
    {
        var octopus = RigViews.Of("elm", RigStatus.Mining, RigViews.Hashing("octopus", 50, 50, 50, 50, 39));
        var other = Rig("ash", 50);
        other = other with { Description = other.Description with { Inventory = other.Description.Inventory with { Gpus = [.. other.Description.Inventory.Gpus.Select(static gpu => gpu with { Model = "AMD Radeon RX 6800" })] } } };
        var silent = RigViews.Of("gone", RigStatus.Offline, RigViews.Hashing("kawpow", 300, 300, 300, 300, 300, 300), TimeSpan.FromMinutes(8));
        var rigs = Farm(Rig("oak", 100, 100, 100, 100), octopus, other, silent);
        Assert.Equal(["elm"], rigs.Where(static rig => rig.HasLowHash).Select(static rig => rig.View.Description.Name));
        Assert.Equal("GPU 4 does 78 % of the usual 50.0\u00a0MH/s on Octopus", Assert.Single(rigs[1].SlowCards).Text);
    }

    [Fact]
    public void Filter_badge_incident_and_the_rig_s_own_page_say_which_card_it_is()
    {
        var rigs = Farm(Rig("oak", 100, 100, 100, 100, 100), Rig("slow", 100, 79.96, 100, 40));
        Assert.Equal(["slow"], FarmList.Of("farm", rigs, new("low", null, null), RigViews.Now).First.Select(static row => row.Name));
        Assert.Equal(1, ChipCount.Of(rigs).Single(static chip => chip.Key == "low").Count);
        var badge = Assert.Single(RigBadge.Of(rigs[1]));
        Assert.Equal(("↓", "Low hashrate: GPUs 1, 3 below 80 % of what the model usually does in this farm"), (badge.Glyph, badge.Title));
        Assert.Empty(RigBadge.Of(rigs[0]));
        var incident = Assert.Single(Incident.Of(new() { FarmId = "farm", Name = "Garage", Rigs = [] }, rigs));
        Assert.Equal("GPU 1 does 79 % of the usual 100.0\u00a0MH/s on KawPow; GPU 3 does 40 % of the usual 100.0\u00a0MH/s on KawPow.", incident.Text);
        var page = new RigPage(rigs[1].View, RigViews.Now, HeatBands.Default, usual: UsualSpeeds.Of(rigs));
        Assert.Equal(["GPU 1 does 79 % of the usual 100.0\u00a0MH/s on KawPow", "GPU 3 does 40 % of the usual 100.0\u00a0MH/s on KawPow"], page.Troubles);
        Assert.Equal(["", "79 % of the usual 100.0\u00a0MH/s", "", "40 % of the usual 100.0\u00a0MH/s"], page.Gpus.Select(static gpu => gpu.Trouble));
    }

    [Fact]
    public void Many_slow_cards_are_not_all_named()
    {
        var slow = Farm(Rig("oak", [.. Enumerable.Repeat(100d, 12)]), Rig("slow", [.. Enumerable.Repeat(50d, 6)]))[1];
        Assert.Equal("GPUs 0, 1, 2, 3 and 2 more", SlowCard.Names(slow.SlowCards));
        Assert.EndsWith(" and 4 more.", Assert.Single(Incident.Of(new() { FarmId = "farm", Name = "Garage", Rigs = [] }, [slow])).Text, StringComparison.Ordinal);
    }
}
