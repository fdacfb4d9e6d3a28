using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Tests.Machine;

public sealed class SystemdVersionTests
{
    [Theory]
    [InlineData("systemd 252 (252.38-1~deb12u1)\n+PAM +AUDIT\n", 252)]
    [InlineData("systemd 237\n+PAM\n", 237)]
    [InlineData("systemd 249.11\n", 249)]
    [InlineData("systemd v255-rc1", null)]
    [InlineData("systemd ", null)]
    [InlineData("systemctl: command not found", null)]
    [InlineData("systemd 99999999999999999999", null)]
    [InlineData("", null)]
    public void Is_read_from_what_the_tool_prints(string printed, int? version) => Assert.Equal(version, SystemdVersion.Parse(printed));
}
