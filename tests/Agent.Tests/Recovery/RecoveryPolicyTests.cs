using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class RecoveryPolicyTests
{
    static (RecoveryPolicy Policy, List<string> Said) From(RecoverySettings? server, LocalRecovery? local = null)
    {
        var said = new List<string>();
        return (RecoveryPolicy.From(server, local ?? LocalRecovery.None, said.Add), said);
    }

    [Fact]
    public void Without_any_setting_the_defaults_count()
    {
        var (policy, said) = From(null);
        Assert.Equal(RecoveryPolicy.Default, policy);
        Assert.Equal((true, 3, 75, new HeatLimits(90, 105, 105), false), (policy.Enabled, policy.RebootsInSixHours, policy.LowHashratePercent, policy.Heat, policy.CanReloadDriver));
        Assert.Empty(said);
    }

    [Theory, Trait("bad-input", "57")]
    [InlineData(200, 500, 95, 110)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 95, 110)]
    [InlineData(double.NaN, double.NaN, 60, 60)]
    [InlineData(-1, 0, 60, 60)]
    [InlineData(95.1, 110.1, 95, 110)]
    public void No_server_lifts_a_heat_limit_over_the_ceiling(double core, double memory, double expectedCore, double expectedMemory)
    {
        var (policy, said) = From(new() { StopCoreCelsius = core, StopMemoryCelsius = memory });
        Assert.Equal(new HeatLimits(expectedCore, expectedMemory, expectedMemory), policy.Heat);
        Assert.Equal(2, said.Count);
    }

    [Theory]
    [InlineData(80.0, 93.0, 80)]
    [InlineData(93.0, 80.0, 80)]
    [InlineData(null, 93.0, 93)]
    [InlineData(93.0, null, 93)]
    [InlineData(120.0, 99.0, 95)]
    public void The_more_careful_of_server_and_rig_counts(double? server, double? local, double expected) =>
        Assert.Equal(expected, From(new() { StopCoreCelsius = server }, new() { StopCoreCelsius = local }).Policy.Heat.CoreCelsius);

    [Theory]
    [InlineData(int.MaxValue, null, 6)]
    [InlineData(-5, null, 0)]
    [InlineData(5, 1, 1)]
    [InlineData(1, 5, 1)]
    [InlineData(null, null, 3)]
    public void Reboots_are_few(int? server, int? local, int expected) =>
        Assert.Equal(expected, From(new() { RebootsInSixHours = server }, new() { RebootsInSixHours = local }).Policy.RebootsInSixHours);

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(null, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Either_side_switches_recovery_off(bool? server, bool local, bool expected) =>
        Assert.Equal(expected, From(new() { Enabled = server }, new() { Enabled = local }).Policy.Enabled);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(100, 95)]
    [InlineData(double.NaN, 10)]
    public void A_percentage_of_the_usual_hashrate_stays_between_10_and_95(double percent, double expected) =>
        Assert.Equal(expected, From(new() { LowHashratePercent = percent }).Policy.LowHashratePercent);
}
