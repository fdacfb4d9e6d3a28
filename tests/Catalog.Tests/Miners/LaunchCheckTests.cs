using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

[Trait("check", "41")]
public sealed class LaunchCheckTests
{
    static readonly MinerDescriptor Miner = Launches.Miner("t-rex");
    static readonly MinerLaunch Good = Launches.Of("kawpow");

    static string Refusal(MinerLaunch launch, MinerApiBinding? api = null) =>
        Assert.Throws<MinerLaunchException>(() => Miner.BuildCommandLine(launch, api ?? Launches.Api)).Message;

    static MinerLaunch With(MinerPool pool) => Good with { Tasks = [new("kawpow", [pool])] };

    [Theory]
    [InlineData("")]
    [InlineData("-oProxy")]
    [InlineData("host name")]
    [InlineData("host;reboot")]
    [InlineData("host\nx")]
    [InlineData("user@host")]
    [InlineData("stratum+tcp://host")]
    [InlineData("host/path")]
    [InlineData("a..b")]
    [InlineData("fe80::1%eth0")]
    [InlineData("høst")]
    public void A_host_is_a_host(string host) => Assert.Contains("host", Refusal(With(Launches.Main with { Host = host })));

    [Theory]
    [InlineData("2001:db8::1", "[2001:db8::1]:4444")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:4444")]
    [InlineData("192.0.2.7", "192.0.2.7:4444")]
    public void Addresses_are_hosts(string host, string written) =>
        Assert.Contains($"tcp://{written}\"", Miner.BuildCommandLine(With(Launches.Main with { Host = host }), Launches.Api).ConfigFile!.Content);

    [Theory]
    [InlineData("-u")]
    [InlineData("@file")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("a'b")]
    [InlineData("a|b")]
    [InlineData("%PATH%")]
    [InlineData("—a")]
    [InlineData("")]
    public void Accounts_hold_no_shell_text_no_flag_and_no_file(string text)
    {
        Assert.Contains("wallet", Refusal(With(Launches.Main with { User = text })));
        Assert.Contains("worker", Refusal(With(Launches.Main with { Worker = text })));
        if (text.Length > 0) { Assert.Contains("password", Refusal(With(Launches.Main with { Password = text }))); }
    }

    [Fact]
    public void Refusals_repeat_no_secret()
    {
        Assert.DoesNotContain("hunter2", Refusal(With(Launches.Main with { Password = "hunter2 $" })));
        Assert.DoesNotContain("hunter2", Launches.Main with { Password = "hunter2" } + "");
        Assert.DoesNotContain("hunter2", new MinerApiBinding(1, "hunter2") + "");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Ports_are_ports(int port)
    {
        Assert.Contains("port", Refusal(With(Launches.Main with { Port = port })));
        Assert.Contains("port", Refusal(Good, new(port)));
    }

    [Fact]
    public void The_rest_is_checked_too()
    {
        Assert.Contains("does not know", Refusal(Launches.Of("randomx")));
        Assert.Contains("'???'", Refusal(Launches.Of("$();"[..3])));
        Assert.Contains("no algorithm", Refusal(Good with { Tasks = [] }));
        Assert.Contains("at a time", Refusal(Good.And("ethash").And("etchash")));
        Assert.Contains("pools", Refusal(Good with { Tasks = [new("kawpow", [])] }));
        Assert.Contains("instance", Refusal(Good with { Instance = "../x" }));
        Assert.Contains("directory", Refusal(Good with { WorkDirectory = "/var/../etc" }));
        Assert.Contains("directory", Refusal(Good with { WorkDirectory = "relative" }));
        Assert.Contains("numbered", Refusal(Good with { Devices = [new(-1, "0000:0a:00.0")] }));
        Assert.Contains("twice", Refusal(Good with { Devices = [new(1, "0000:0a:00.0"), new(1, "0000:0b:00.0")] }));
        Assert.Contains("processor", Refusal(Good with { CpuThreads = 4 }));
        Assert.Contains("processor", Refusal(Good with { Devices = [] }));
        Assert.Contains("token", Refusal(Good, new(4000, "a b")));
    }
}
