using BloxOs.Agent.Telemetry;

namespace BloxOs.Agent.Tests.Telemetry;

public sealed class CadenceTests
{
    [Theory]
    [InlineData(null, null, 10, 30)]
    [InlineData(0, -5, 1, 1)]
    [InlineData(5, 60, 5, 60)]
    [InlineData(int.MaxValue, int.MaxValue, 300, 3600)]
    public void Wishes_are_kept_within_the_ranges(int? heartbeat, int? stats, int expectedHeartbeat, int expectedStats)
    {
        var cadence = new Cadence();
        cadence.Apply(new() { HeartbeatSeconds = heartbeat, StatsSeconds = stats });
        Assert.Equal((expectedHeartbeat, expectedStats), ((int)cadence.Heartbeat.TotalSeconds, (int)cadence.Stats.TotalSeconds));
    }

    [Theory]
    [InlineData(null, 30, 10)]
    [InlineData(4, 30, 4)]
    [InlineData(0, 30, 1)]
    [InlineData(int.MinValue, 3600, 1)]
    [InlineData(int.MaxValue, 30, 10)]
    [InlineData(1, 1, 2)]   // slower, and the history of a rig that takes a sample each second would never end
    public void History_goes_as_slow_as_the_server_wants_but_always_ends(int? wanted, int stats, double samplesPerSecond)
    {
        var cadence = new Cadence();
        cadence.Apply(new() { StatsSeconds = stats, ReplaySamplesPerSecond = wanted });
        cadence.Apply(new() { HeartbeatSeconds = 20 });
        Assert.Equal(samplesPerSecond, cadence.Replay);
    }
}
