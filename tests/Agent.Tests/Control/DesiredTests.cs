using System.Text;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Control;

/// <summary>What a server may want, and what it may not.</summary>
public sealed class DesiredTests
{
    static readonly DesiredMiner Good = ScriptedMiner.Wanted();

    [Fact]
    public async Task The_newest_revision_comes_into_force_and_is_there_after_a_restart_without_a_server()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Supervisor.Apply(new() { Revision = 5, Miners = [Good], Recovery = new() { RebootsInSixHours = 1 } });
        int id = await rig.RunningAsync();
        rig.Supervisor.Apply(new() { Revision = 4, Miners = [] });
        Assert.Equal(5, rig.Supervisor.Desired.Revision);
        await rig.Supervisor.StopAsync(null, "test", TestContext.Current.CancellationToken);
        await rig.Supervisor.StartAsync(null, "test", TestContext.Current.CancellationToken);
        await rig.RunningAsync(start: 2);
        await rig.StopAgentAsync();
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{rig.Miner.ProcessId}"])) { await kill.WaitForExitAsync(TestContext.Current.CancellationToken); }
        await rig.ReplaceAgentAsync();
        Assert.NotEqual(id, await rig.RunningAsync(start: 3));
        Assert.Equal((5L, 1), (rig.Supervisor.Desired.Revision, rig.Supervisor.Desired.Recovery!.RebootsInSixHours));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.Places.DesiredFile));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 50) + 1)]
    public async Task A_revision_above_all_is_refused_and_leaves_the_rig_its_ears(long revision)
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Supervisor.Apply(new() { Revision = revision, Miners = [] });
        Assert.Contains("revision above", rig.Supervisor.Refused);
        rig.Want(Good);
        Assert.Equal((1L, null), (rig.Supervisor.Desired.Revision, rig.Supervisor.Refused));
        await rig.RunningAsync();
    }

    [Trait("bad-input", "58")]
    [Theory]
    [InlineData("; rm -rf x")]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("a\nb")]
    [InlineData("&&")]
    [InlineData("--fast\0--kernel")]
    [InlineData("--script-start=x.sh")]
    [InlineData("-c", "other.json")]
    [InlineData("--log-path=/etc/x")]
    [InlineData("--api-bind-http", "0.0.0.0:80")]
    [InlineData("-o", "evil", "-u", "wallet")]
    [InlineData("--no-strict-ssl")]
    [InlineData("--autoupdate")]
    [InlineData("—script-start")]
    [InlineData("@file")]
    public async Task A_forbidden_argument_is_refused_and_what_was_in_force_runs_on(params string[] arguments)
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(Good);
        int id = await rig.RunningAsync();
        rig.Want(Good with { Arguments = arguments });
        Assert.Equal(1, rig.Supervisor.Desired.Revision);
        Assert.StartsWith("revision 2: gpu: ", rig.Supervisor.Refused);
        rig.Want(Good with { LeastHashrate = 1 });
        Assert.Equal((3L, null), (rig.Supervisor.Desired.Revision, rig.Supervisor.Refused));
        Assert.Equal(id, rig.Miner.ProcessId);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "unknown miner", """{"name":"x","miner":"no-such-miner","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "unknown algorithm", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"nothing","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "no name", """{"miner":"t-rex"}""" },
        { "name with a path", """{"name":"../x","miner":"t-rex"}""" },
        { "name in capitals", """{"name":"GPU","miner":"t-rex"}""" },
        { "nothing", "null" },
        { "no algorithm", """{"name":"x","miner":"t-rex","algorithms":[]}""" },
        { "an algorithm that is nothing", """{"name":"x","miner":"t-rex","algorithms":[null]}""" },
        { "no pool", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[]}]}""" },
        { "a pool that is nothing", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[null]}]}""" },
        { "port 0", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":0,"user":"w"}]}]}""" },
        { "a flag as host", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"-a","port":1,"user":"w"}]}]}""" },
        { "a flag as user", """{"name":"x","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"--w"}]}]}""" },
        { "a card that is none", """{"name":"x","miner":"t-rex","devices":["0"],"algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "an argument that is nothing", """{"name":"x","miner":"t-rex","arguments":[null],"algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "a program outside", """{"name":"x","miner":"t-rex","program":"/bin/sh","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "a program outside by dots", """{"name":"x","miner":"t-rex","program":"MINERS/../../bin/sh","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "a program by a link", """{"name":"x","miner":"t-rex","program":"MINERS/link","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
        { "a relative program", """{"name":"x","miner":"t-rex","program":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"a","port":1,"user":"w"}]}]}""" },
    };

    [Trait("bad-input", "60")]
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_makes_no_sense_or_leads_outside_is_refused(string what, string miner)
    {
        await using var rig = new ControlledRig();
        File.CreateSymbolicLink(Path.Combine(rig.Miners, "link"), "/bin/sh");
        rig.Supervisor.Apply(new() { Revision = 1, Miners = [Good with { Enabled = false }] });
        string json = $$"""{"type":"desired","revision":2,"miners":[{{miner.Replace("MINERS", rig.Miners, StringComparison.Ordinal)}}]}""";
        rig.Supervisor.Apply(Assert.IsType<Desired>(ProtocolJson.ReadServerMessage(Encoding.UTF8.GetBytes(json))));
        Assert.True(rig.Supervisor.Desired.Revision == 1, what);
        Assert.StartsWith("revision 2: ", rig.Supervisor.Refused);
    }

    [Fact]
    public async Task Too_many_or_two_of_one_name_are_refused()
    {
        await using var rig = new ControlledRig();
        rig.Supervisor.Apply(new() { Revision = 1, Miners = [Good, Good] });
        Assert.Contains("two miners have this name", rig.Supervisor.Refused);
        rig.Supervisor.Apply(new() { Revision = 2, Miners = [.. Enumerable.Range(0, ProtocolLimits.Miners + 1).Select(i => Good with { Name = $"m{i}" })] });
        Assert.Contains("more than 16", rig.Supervisor.Refused);
        Assert.Equal(0, rig.Supervisor.Desired.Revision);
    }

    [Fact]
    public async Task The_newest_program_is_taken_and_one_that_anybody_can_change_is_not()
    {
        await using var rig = new ControlledRig();
        var newest = new ScriptedMiner(rig.Miners, version: "0.26.10");
        rig.Start();
        rig.Want(Good);
        await rig.UntilAsync(() => newest.Starts.Length == 1, "a start of the newest");
        await rig.Supervisor.StopAsync(null, "test", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(newest.Program, File.GetUnixFileMode(newest.Program) | UnixFileMode.OtherWrite);
        await rig.Supervisor.StartAsync(null, "test", TestContext.Current.CancellationToken);
        Assert.Contains("every user", rig.Miner.Reason);
        rig.Want(Good with { Program = rig.Fake.Program });
        await rig.RunningAsync();
        Assert.Single(newest.Starts);
    }

    [Trait("bad-input", "67")]
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"version":2,"desired":{"revision":7,"miners":[]},"miners":[],"holds":[]}""")]
    [InlineData("""{"version":1,"desired":null,"miners":null,"holds":null}""")]
    [InlineData("""{"version":1,"desired":{"revision":7,"miners":[null]},"miners":[null],"holds":[null]}""")]
    [InlineData("""{"version":1,"desired":{"revision":7,"miners":[{"name":"x","miner":"gone"}]},"miners":[{"name":"x","holds":null}],"holds":[]}""")]
    public async Task Damaged_or_newer_state_is_as_none(string content)
    {
        await using var rig = new ControlledRig();
        foreach (string file in new[] { rig.Places.DesiredFile, rig.Places.ControlFile }) { File.WriteAllText(file, content); }
        rig.Start();
        Assert.Equal(0, rig.Supervisor.Desired.Revision);
        rig.Want(Good);
        await rig.RunningAsync();
    }

    [Trait("bad-input", "67")]
    [Fact]
    public async Task A_disk_that_takes_nothing_does_not_keep_the_rig_from_mining()
    {
        await using var rig = new ControlledRig();
        // A folder in the place of the file: no write to it can succeed, for root either.
        Directory.CreateDirectory(rig.Places.DesiredFile + ".new/x");
        Directory.CreateDirectory(rig.Places.ControlFile + ".new/x");
        rig.Start();
        rig.Want(Good);
        int id = await rig.RunningAsync();
        Assert.Equal(1, rig.Supervisor.Desired.Revision);
        Assert.Contains("cannot be written", rig.LogText);
        await rig.ReplaceAgentAsync();
        await rig.UntilAsync(() => rig.Fake.Starts.Length == 1 && ScriptedMiner.Lives(id), "the miner goes on");
    }
}
