using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

public sealed class RigHealthTests
{
    /// <summary>Connected, silent, a sample was read, the speed of each miner ("-" has not told one) → state.</summary>
    [Theory]
    [InlineData(false, false, false, "", RigStatus.Offline)]
    [InlineData(false, false, true, "5", RigStatus.Offline)]
    [InlineData(false, true, true, "5", RigStatus.Offline)]
    [InlineData(true, true, false, "", RigStatus.Stale)]
    [InlineData(true, true, true, "5", RigStatus.Stale)]
    [InlineData(true, false, false, "", RigStatus.Online)]
    [InlineData(true, false, true, "", RigStatus.Idle)]
    [InlineData(true, false, true, "-", RigStatus.Starting)]
    [InlineData(true, false, true, "- -", RigStatus.Starting)]
    [InlineData(true, false, true, "0", RigStatus.Inactive)]
    [InlineData(true, false, true, "- 0", RigStatus.Inactive)]
    [InlineData(true, false, true, "5", RigStatus.Mining)]
    [InlineData(true, false, true, "0 5", RigStatus.Mining)]
    [InlineData(true, false, true, "- 1e-9", RigStatus.Mining)]
    public void The_state_follows(bool connected, bool silent, bool sampled, string speeds, RigStatus status)
    {
        var work = speeds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => new WorkReading { Hashrate = s == "-" ? null : double.Parse(s) });
        Assert.Equal(status, RigHealth.StatusOf(connected, silent, sampled ? RigSample.Of(new() { Sequence = 1, Work = [.. work] }) : RigSample.None));
    }
}
