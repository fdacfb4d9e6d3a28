using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class WorkCardTests
{
    static WorkCard Card(WorkReading work) =>
        Assert.Single(WorkCard.Of(new(RigViews.Of("oak", RigStatus.Mining, new() { Sequence = 1, Work = [work] }), HeatBands.Default)));

    [Fact]
    public void What_a_miner_tells_is_shown()
    {
        var card = Card(new() { Miner = "T-Rex", Version = "0.26.8", Algorithm = "kawpow", Hashrate = 46.1e6, Pool = "pool.example.org:4444", Difficulty = 4.29e9, UptimeSeconds = 3_700, Coin = "RVN" });
        Assert.Equal(("pool.example.org:4444", "4.29\u00a0G", "RVN", "hashing", "ok"), (card.Pool, card.Difficulty, card.Coin, card.State, card.StateCss));
        Assert.Contains("0.26.8", card.Miner, StringComparison.Ordinal);
        Assert.NotNull(card.Uptime);
        Assert.Null(Card(RigViews.Work("kawpow", 46.1e6, [])).Difficulty);
    }

    [Theory]
    [InlineData(null, null, "starting", "")]
    [InlineData(null, 299L, "starting", "")]
    [InlineData(null, 300L, "no hashrate", "warn")]
    [InlineData(0d, 7_200L, "0 H/s", "warn")]
    [InlineData(1d, 7_200L, "hashing", "ok")]
    public void No_speed_is_a_start_for_some_minutes_only(double? hashrate, long? uptime, string state, string css)
    {
        var card = Card(new() { Miner = "T-Rex", Algorithm = "kawpow", Hashrate = hashrate, UptimeSeconds = uptime });
        Assert.Equal((state, css), (card.State, card.StateCss));
        Assert.Equal(hashrate is null, card.Hash is null);
    }
}
