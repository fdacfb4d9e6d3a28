using BloxOs.Silo.Hosting;

namespace BloxOs.Silo.Tests.Hosting;

public sealed class ServerCommandLineTests
{
    [Fact]
    public void Settings_are_given_with_a_space_or_an_equals_sign()
    {
        var line = ServerCommandLine.Parse(["--demo", "--urls", "http://localhost:1", "--BloxOs:Role=Silo", "--bloxos:Cluster:Redis", "a=b,c", "--Logging:LogLevel:Default=Debug"]);
        Assert.True(line.Demo);
        Assert.False(line.Help || line.Version);
        Assert.Equal("http://localhost:1", line.Settings["urls"]);
        Assert.Equal("Silo", line.Settings["BloxOs:Role"]);
        Assert.Equal("a=b,c", line.Settings["BloxOs:Cluster:Redis"]);
        Assert.Equal("Debug", line.Settings["Logging:LogLevel:Default"]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_is_asked_for(string arg) => Assert.True(ServerCommandLine.Parse([arg]).Help);

    [Fact]
    public void Version_is_asked_for() => Assert.True(ServerCommandLine.Parse(["--version"]).Version);

    [Theory]
    [InlineData("--dmeo", "--dmeo")]
    [InlineData("demo", "demo")]
    [InlineData("/demo", "/demo")]
    [InlineData("", "")]
    [InlineData("--urls", "--urls needs a value")]
    [InlineData("--BloxOs:Role", "--BloxOs:Role needs a value")]
    [InlineData("--ConnectionStrings:x=y", "--ConnectionStrings:x=y")]
    public void Anything_else_is_named(string arg, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => ServerCommandLine.Parse([arg])).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_given_twice() =>
        Assert.Contains("BLOXOS:role", Assert.Throws<ArgumentException>(() => ServerCommandLine.Parse(["--BloxOs:Role=All", "--BLOXOS:role=Web"])).Message, StringComparison.Ordinal);
}
