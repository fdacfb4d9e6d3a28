using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>The nine states: by which rule a rig is in each, and that pages, tooltips and docs say it in the same words.</summary>
public sealed class StateRulesTests
{
    static readonly RigSample s_none = RigSample.None;
    static readonly RigSample s_idle = Sample();
    static readonly RigSample s_starting = Sample(RigViews.Work("kawpow", null, []));
    static readonly RigSample s_inactive = Sample(RigViews.Work("kawpow", 0, []), RigViews.Work("randomx", null, []));
    static readonly RigSample s_mining = Sample(RigViews.Work("kawpow", 0, []), RigViews.Work("randomx", 5, []));

    static RigSample Sample(params WorkReading[] work) => RigSample.Of(new() { Sequence = 1, Work = work });

    [Fact]
    public void Each_state_has_its_rule_and_the_first_that_fits_decides()
    {
        Assert.Equal(RigStatus.Offline, RigHealth.StatusOf(connected: false, silent: true, s_mining, maintenance: true, recovering: true));
        Assert.Equal(RigStatus.Stale, RigHealth.StatusOf(connected: true, silent: true, s_mining, maintenance: true, recovering: true));
        Assert.Equal(RigStatus.Maintenance, RigHealth.StatusOf(connected: true, silent: false, s_mining, maintenance: true, recovering: true));
        Assert.Equal(RigStatus.Recovering, RigHealth.StatusOf(connected: true, silent: false, s_mining, recovering: true));
        Assert.Equal(RigStatus.Online, RigHealth.StatusOf(connected: true, silent: false, s_none));
        Assert.Equal(RigStatus.Idle, RigHealth.StatusOf(connected: true, silent: false, s_idle));
        Assert.Equal(RigStatus.Mining, RigHealth.StatusOf(connected: true, silent: false, s_mining));
        Assert.Equal(RigStatus.Starting, RigHealth.StatusOf(connected: true, silent: false, s_starting));
        Assert.Equal(RigStatus.Inactive, RigHealth.StatusOf(connected: true, silent: false, s_inactive));
    }

    [Fact]
    public void Row_and_page_show_state_and_rule_of_each_and_only_stale_and_offline_numbers_are_old()
    {
        Assert.Equal(Enum.GetValues<RigStatus>().Order(), RigStatusText.Order.Order());
        Assert.Equal(9, RigStatusText.Order.Select(static status => RigStatusText.Rule(status)).Distinct().Count());
        foreach (var status in RigStatusText.Order)
        {
            var view = RigViews.Of("oak", status, RigViews.Mining(RigViews.Gpu(0, 57)));
            var page = new RigPage(view, RigViews.Now, HeatBands.Default);
            Assert.Equal((RigStatusText.Css(status), RigStatusText.Title(status), RigStatusText.Rule(status)), (page.Status, page.StatusTitle, page.StatusRule));
            Assert.Equal(status is RigStatus.Stale or RigStatus.Offline, page.IsOld);
            Assert.Equal(status == RigStatus.Offline, page.Why is not null);
        }
    }

    [Fact]
    public void With_a_slower_heartbeat_the_limits_in_force_are_told()
    {
        var limits = SilenceLimits.Of(new() { HeartbeatInterval = TimeSpan.FromSeconds(60) });
        var facts = new RigFacts(RigViews.Of("oak", RigStatus.Stale, RigViews.Mining(RigViews.Gpu(0, 57))), HeatBands.Default, limits: limits);
        Assert.Equal("Stale: A connection, but nothing came over it for 96 s.", RigRow.Of(facts, RigViews.Now).StatusRule);
        Assert.Equal("Nothing came over its connection for 96 s.", Incident.Of(new() { FarmId = "farm", Name = "Farm" }, [facts])[0].Text);
        Assert.Equal("No connection. It broke off or was ended, or nothing came over it for 180 s and it was cut.", new RigPage(RigViews.Of("oak", RigStatus.Offline), RigViews.Now, HeatBands.Default, limits: limits).StatusRule);
        Assert.Equal(SilenceLimits.Usual, SilenceLimits.Of(new()));
    }

    [Fact]
    public void A_rig_that_never_called_is_not_offline()
    {
        var page = new RigPage(RigViews.Of("oak", RigStatus.Offline, neverSeen: true), RigViews.Now, HeatBands.Default);
        Assert.Equal(("new", "Not connected yet", RigStatusText.NewRule), (page.Status, page.StatusTitle, page.StatusRule));
        Assert.Equal("new", RigRow.Of(page.Facts, RigViews.Now).Status);   // a sign of its own: idle is a rig that reports and runs no miner
        Assert.Null(page.Why);
    }

    [Fact]
    public void The_docs_have_the_rules_in_the_words_of_the_pages()
    {
        var table = new StringBuilder("| State | When |\n|---|---|\n");
        foreach (var status in RigStatusText.Order) { table.Append("| **").Append(status).Append("** | ").Append(RigStatusText.Rule(status)).Append(" |\n"); }
        string docs = File.ReadAllText(Path.Combine(BuiltOutput.RepositoryRoot(), "docs", "states.md")).ReplaceLineEndings("\n");
        Assert.Contains(table.ToString(), docs, StringComparison.Ordinal);
    }
}
