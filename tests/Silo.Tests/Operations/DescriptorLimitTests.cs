using BloxOs.Silo.Operations;

namespace BloxOs.Silo.Tests.Operations;

public sealed class DescriptorLimitTests
{
    [Theory]
    [InlineData(1_048_576, 0, 1_047_576)]
    [InlineData(1_048_576, 500, 500)]
    [InlineData(4_096, 1_000_000, 3_096)]
    [InlineData(1_024, 0, 512)]
    [InlineData(int.MaxValue, 0, int.MaxValue - DescriptorLimit.Reserve)]
    public void Sockets_leave_room_for_the_rest(int limit, int wanted, int most) => Assert.Equal(most, new DescriptorLimit { Limit = limit }.MaxConnections(wanted));

    [Fact]
    public void The_limit_is_that_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux");
        string line = File.ReadLines("/proc/self/limits").Single(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        Assert.Contains(new DescriptorLimit().Limit.ToString(), line, StringComparison.Ordinal);
    }
}
