using System.Net;
using System.Security.Cryptography;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>How much a connection and an address may do, and what is said back.</summary>
public sealed class LimitTests
{
    static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");

    [Fact]
    public void A_burst_is_let_through_and_then_a_steady_rate()
    {
        const long second = 1_000;
        var budget = new MessageBudget(0);
        for (int i = 0; i < ProtocolLimits.MessageBurst; i++) { Assert.True(budget.Take(0, second)); }
        Assert.False(budget.Take(0, second));
        for (long now = second; now <= 10 * second; now += second / ProtocolLimits.MessagesPerSecond) { Assert.True(budget.Take(now, second)); }
        for (int i = 0; i < ProtocolLimits.MessageBurst; i++) { Assert.True(budget.Take(1_000 * second, second), "rest fills it up again"); }
        Assert.False(budget.Take(1_000 * second, second), "but not beyond the burst");
    }

    [Fact, Trait("bad-input", "4")]
    public void Failures_of_one_address_are_counted_for_a_window()
    {
        var time = new FakeTimeProvider();
        var limiter = new FailureLimiter(time);
        for (int i = 0; i < FailureLimiter.FailuresPerWindow; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address));
            limiter.Failed(Address);
        }
        Assert.Equal(FailureLimiter.Window, limiter.RetryAfter(Address));
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(IPAddress.Parse("203.0.113.8")));

        time.Advance(TimeSpan.FromSeconds(40));
        limiter.Failed(Address);
        Assert.Equal(TimeSpan.FromSeconds(20), limiter.RetryAfter(Address));   // going on does not prolong it
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address));
        limiter.Failed(Address);
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address));
    }

    [Fact]
    public void A_bad_token_that_is_tried_again_and_again_blocks_only_itself()
    {
        var limiter = new FailureLimiter(new FakeTimeProvider());
        byte[] revoked = SHA256.HashData("revoked"u8), other = SHA256.HashData("other"u8);
        for (int i = 0; i < FailureLimiter.FailuresPerToken; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address, revoked));
            limiter.Failed(Address, revoked);
        }
        Assert.Equal(FailureLimiter.Window, limiter.RetryAfter(Address, revoked));
        for (int i = 0; i < FailureLimiter.FailuresPerWindow * 2; i++) { limiter.Failed(Address, revoked); }
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address, other));

        limiter.Succeeded(other);
        for (int i = 0; i < FailureLimiter.FailuresPerWindow; i++) { limiter.Failed(Address, SHA256.HashData([(byte)i])); }
        Assert.Equal(FailureLimiter.Window, limiter.RetryAfter(Address));
        Assert.Equal(FailureLimiter.Window, limiter.RetryAfter(Address, SHA256.HashData("new"u8)));
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(Address, other));   // it was good before
    }

    [Fact]
    public void A_subscriber_of_ipv6_is_one_address_and_mapped_ipv4_is_ipv4()
    {
        var limiter = new FailureLimiter(new FakeTimeProvider());
        for (int i = 0; i < FailureLimiter.FailuresPerWindow; i++) { limiter.Failed(IPAddress.Parse($"2001:db8:1:2::{i + 1:x}")); }
        Assert.NotEqual(TimeSpan.Zero, limiter.RetryAfter(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Equal(TimeSpan.Zero, limiter.RetryAfter(IPAddress.Parse("2001:db8:1:3::1")));
        for (int i = 0; i < FailureLimiter.FailuresPerWindow; i++) { limiter.Failed(Address.MapToIPv6()); }
        Assert.NotEqual(TimeSpan.Zero, limiter.RetryAfter(Address));
    }

    [Fact]
    public void Good_tokens_are_remembered_until_they_are_not()
    {
        var limiter = new FailureLimiter(new FakeTimeProvider());
        byte[] good = SHA256.HashData("good"u8), other = SHA256.HashData("other"u8);
        limiter.Succeeded(good);
        Assert.True(limiter.WasGood(good));
        Assert.False(limiter.WasGood(other));
        limiter.Forget(good);
        Assert.False(limiter.WasGood(good));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(17, -1)]
    [InlineData(-1, 3)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void An_ack_is_written_as_the_protocol_would(long stored, long heartbeat)
    {
        byte[] frame = new byte[AckFrame.MaxLength];
        int length = AckFrame.Write(frame, stored, heartbeat);
        Assert.Equal(ProtocolJson.ToUtf8(new Ack { Stored = stored < 0 ? null : stored, Heartbeat = heartbeat < 0 ? null : heartbeat }), frame.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void Nothing_to_say_is_nothing() => Assert.Equal(0, AckFrame.Write(new byte[AckFrame.MaxLength], -1, -1));
}
