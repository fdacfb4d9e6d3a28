using BloxOs.Agent.Configuration;
using BloxOs.Agent.Recovery;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class LocalRecoveryReaderTests
{
    static LocalRecovery Read(params (string Key, string Value)[] values) => LocalRecoveryReader.Read(values.ToDictionary(v => v.Key, v => v.Value));

    [Fact]
    public void Nothing_said_is_nothing()
    {
        Assert.Equal(LocalRecovery.None, Read());
        Assert.Equal(LocalRecovery.None, Read(("BLOXOS_RECOVERY", "on"), ("BLOXOS_HEAT_CORE", "")));
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var local = Read(("BLOXOS_RECOVERY", "off"), ("BLOXOS_RECOVERY_REBOOTS", "0"), ("BLOXOS_HEAT_CORE", "80"), ("BLOXOS_HEAT_MEMORY", "95"), ("BLOXOS_DRIVER_RELOAD_COMMAND", "/opt/reload 'two words'"));
        Assert.Equal((false, 0, 80, 95), (local.Enabled, local.RebootsInSixHours, local.StopCoreCelsius, local.StopMemoryCelsius));
        Assert.Equal(["/opt/reload", "two words"], local.DriverReload);
    }

    [Theory]
    [InlineData("BLOXOS_RECOVERY", "yes", "on, off")]
    [InlineData("BLOXOS_RECOVERY_REBOOTS", "7", "from 0 to 6")]
    [InlineData("BLOXOS_RECOVERY_REBOOTS", "-1", "from 0 to 6")]
    [InlineData("BLOXOS_HEAT_CORE", "96", "from 60 to 95")]
    [InlineData("BLOXOS_HEAT_CORE", "hot", "from 60 to 95")]
    [InlineData("BLOXOS_HEAT_MEMORY", "111", "from 60 to 110")]
    [InlineData("BLOXOS_DRIVER_RELOAD_COMMAND", "'open", "words with blanks in quotes")]
    public void A_wrong_one_is_told_with_what_is_allowed(string key, string value, string allowed)
    {
        string message = Assert.Throws<ConfigurationException>(() => Read((key, value))).Message;
        Assert.StartsWith(key, message);
        Assert.Contains(allowed, message);
    }
}
