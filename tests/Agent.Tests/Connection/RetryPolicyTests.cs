using BloxOs.Agent.Connection;

namespace BloxOs.Agent.Tests.Connection;

public sealed class RetryPolicyTests
{
    static readonly SessionEnd Broken = new(EndKind.Unreachable, "x");

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(3, 1, 8)]
    [InlineData(6, 1, 60)]
    [InlineData(1000, 1, 60)]
    public void Failures_wait_longer_and_longer_and_spread_out(int failures, double shortest, double longest)
    {
        Assert.Equal(shortest, RetryPolicy.Next(Broken, failures, 0).Delay.TotalSeconds);
        Assert.Equal(longest, RetryPolicy.Next(Broken, failures, 1).Delay.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData("10", 10, 15)]
    [InlineData("0", 1, 2)]
    [InlineData("9999999999999", 300, 450)]
    [InlineData("99999999999999999999999", 1, 2)]
    [InlineData("", 1, 2)]
    public void A_hint_is_clamped_and_spread(string reason, double shortest, double longest)
    {
        var end = new SessionEnd(EndKind.Closed, "x") { CloseCode = 1012, CloseReason = reason };
        Assert.Equal(shortest, RetryPolicy.Next(end, 1, 0).Delay.TotalSeconds);
        Assert.Equal(longest, RetryPolicy.Next(end, 1, 1).Delay.TotalSeconds, 0.001);
    }
}
