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
}
