using BloxOs.Agent.Connection;

namespace BloxOs.Agent.Tests.Connection;

public sealed class RetryPolicyTests
{
    static readonly SessionEnd Broken = new(EndKind.Unreachable, "x");

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(5, 30)]
    [InlineData(1000, 30)]
    public void Failures_wait_longer_and_longer_and_spread_over_the_whole_time(int failures, double longest)
    {
        Assert.Equal(0.1, RetryPolicy.Next(Broken, failures, 0).Delay.TotalSeconds);
        Assert.Equal(longest / 2, RetryPolicy.Next(Broken, failures, 0.5).Delay.TotalSeconds, 0.001);
        Assert.Equal(longest, RetryPolicy.Next(Broken, failures, 1).Delay.TotalSeconds, 0.001);
    }

    [Theory, Trait("bad-input", "61")]
    [InlineData("10", 10, 15)]
    [InlineData("0", 1, 2)]
    [InlineData("-1", 1, 2)]
    [InlineData("1000000000", 300, 450)]
    [InlineData("9999999999999", 300, 450)]
    [InlineData("99999999999999999999999", 1, 2)]
    [InlineData("soon", 1, 2)]
    [InlineData("", 1, 2)]
    public void A_hint_is_clamped_and_spread(string reason, double shortest, double longest)
    {
        foreach (int code in (int[])[1012, 1013])
        {
            var end = new SessionEnd(EndKind.Closed, "x") { CloseCode = code, CloseReason = reason };
            Assert.Equal(shortest, RetryPolicy.Next(end, 1, 0).Delay.TotalSeconds);
            Assert.Equal(longest, RetryPolicy.Next(end, 1, 1).Delay.TotalSeconds, 0.001);
        }
    }
}
