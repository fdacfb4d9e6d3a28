using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

public sealed class SignInThrottleTests
{
    static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    readonly SignInThrottle _throttle = new();

    [Fact]
    public void The_delay_doubles_up_to_a_quarter_of_an_hour_and_never_locks()
    {
        var now = s_start;
        for (var tries = 0; tries < 5; tries++) { Assert.Null(_throttle.Begin("a", now)); }

        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 900, 900, 900 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _throttle.Begin("a", now));
            now += TimeSpan.FromSeconds(seconds);
            Assert.Null(_throttle.Begin("a", now));
        }
    }

    [Fact]
    public void Asking_too_soon_does_not_make_it_longer()
    {
        for (var tries = 0; tries < 5; tries++) { _throttle.Begin("a", s_start); }
        for (var tries = 0; tries < 100; tries++) { _throttle.Begin("a", s_start); }
        Assert.Null(_throttle.Begin("a", s_start + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_good_sign_in_and_an_hour_forgive()
    {
        for (var tries = 0; tries < 5; tries++) { _throttle.Begin("a", s_start); }
        _throttle.Succeeded("a", s_start);
        for (var tries = 0; tries < 5; tries++) { Assert.Null(_throttle.Begin("a", s_start)); }
        Assert.NotNull(_throttle.Begin("a", s_start));

        var later = s_start + TimeSpan.FromMinutes(61);
        for (var tries = 0; tries < 5; tries++) { Assert.Null(_throttle.Begin("a", later)); }
        Assert.NotNull(_throttle.Begin("a", later));
    }

    [Fact]
    public void A_strangers_guesses_do_not_keep_out_who_signed_in_before()
    {
        Assert.Null(_throttle.Begin("home", s_start));
        _throttle.Succeeded("home", s_start);

        var refused = Enumerable.Range(0, 1_000).Count(number => _throttle.Begin($"stranger{number}", s_start) is not null);
        Assert.True(refused >= 900, $"{refused} of 1000 guesses from different addresses were slowed down");
        Assert.Null(_throttle.Begin("home", s_start));
    }

    [Fact]
    public void Many_strangers_together_stay_slow_and_do_not_grow_the_memory()
    {
        var now = s_start;
        var tried = 0;
        for (var second = 0; second < 3_000; second++, now += TimeSpan.FromSeconds(1))
        {
            if (_throttle.Begin($"stranger{second}", now) is null) { tried++; }
        }
        Assert.InRange(tried, 50, 170);
    }
}
