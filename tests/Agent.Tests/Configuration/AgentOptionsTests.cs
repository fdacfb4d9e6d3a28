using System.Net;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Tools;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Configuration;

public sealed class AgentOptionsTests : IDisposable
{
    const string Secret = "very-secret-token";

    readonly TempDirectory _folder = new();

    AgentOptions Read(string file, params (string Key, string Value)[] environment)
    {
        string path = _folder.Write("agent.conf", file);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new AgentOptionsReader(environment.ToDictionary(e => e.Key, e => e.Value), path).Read(needsServer: true);
    }

    string Error(string file, params (string Key, string Value)[] environment)
    {
        string message = Assert.ThrowsAny<ConfigurationException>(() => Read(file, environment)).Message;
        Assert.DoesNotContain(Secret, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Theory]
    [InlineData("https://farm.example", "wss://farm.example/agent")]
    [InlineData("https://farm.example:8443/", "wss://farm.example:8443/agent")]
    [InlineData("wss://farm.example/agent", "wss://farm.example/agent")]
    [InlineData("http://192.168.1.10:5080", "ws://192.168.1.10:5080/agent")]
    [InlineData("http://172.31.0.1", "ws://172.31.0.1/agent")]
    [InlineData("ws://[::1]:5080", "ws://[::1]:5080/agent")]
    [InlineData("http://[fd00::2]", "ws://[fd00::2]/agent")]
    public void A_server_address_becomes_that_of_the_socket(string url, string expected) =>
        Assert.Equal(expected, ServerAddress.Parse(url).Uri.ToString());

    [Theory, Trait("check", "21")]
    [InlineData("farm.example")]
    [InlineData("ftp://farm.example")]
    [InlineData("https://user:pass@farm.example")]
    [InlineData("https://farm.example/?token=very-secret-token")]
    [InlineData("https://farm.example/other")]
    [InlineData("http://8.8.8.8")]
    [InlineData("http://172.32.0.1")]
    [InlineData("http://[2001:db8::1]")]
    [InlineData("https://")]
    public void Another_address_is_refused_with_what_is_allowed(string url)
    {
        string message = Error("", ("BLOXOS_SERVER", url), ("BLOXOS_TOKEN", Secret));
        Assert.StartsWith("BLOXOS_SERVER ", message);
        Assert.Contains("https://host", message);
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_odd_spellings_of_the_file_are_read()
    {
        var options = Read("\uFEFF# comment\r\n\r\n BLOXOS_SERVER = \"https://one.example\" \r\nBLOXOS_TOKEN='abc'\r\n", ("BLOXOS_SERVER", "https://two.example"));
        Assert.Equal(("two.example", "abc"), (options.Server!.Uri.Host, options.Token));
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void A_token_file_wins_over_a_token_and_both_its_openness_and_the_doubling_are_warned_of()
    {
        string file = _folder.Write("token", "from-file\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var options = Read("", ("BLOXOS_SERVER", "https://x"), ("BLOXOS_TOKEN", Secret), ("BLOXOS_TOKEN_FILE", file));
        Assert.Equal("from-file", options.Token);
        Assert.Equal(2, options.Warnings.Count);
        Assert.Contains(options.Warnings, w => w.Contains("both set"));
        Assert.Contains(options.Warnings, w => w.Contains("chmod 600"));
        Assert.DoesNotContain(options.Warnings, w => w.Contains(Secret) || w.Contains("from-file"));
    }

    [Fact]
    public void What_controls_miners_and_the_rig_has_defaults_that_can_be_set()
    {
        var none = Read("", ("BLOXOS_SERVER", "https://x"), ("BLOXOS_TOKEN", "a"));
        Assert.Equal(("/opt/bloxos/miners", null, null, null), (none.MinersDirectory, none.MinerUser, none.RebootCommand, none.ShutdownCommand));
        var all = Read(
            "BLOXOS_MINERS_DIRECTORY=/m\nBLOXOS_MINER_USER=miner\nBLOXOS_REBOOT_COMMAND=/sbin/reboot -f\nBLOXOS_SHUTDOWN_COMMAND='power off' now",
            ("BLOXOS_SERVER", "https://x"), ("BLOXOS_TOKEN", "a"));
        Assert.Equal(("/m", "miner"), (all.MinersDirectory, all.MinerUser));
        Assert.Equal(["/sbin/reboot", "-f"], all.RebootCommand);
        Assert.Equal(["power off", "now"], all.ShutdownCommand);
    }

    [Theory]
    [InlineData("", "BLOXOS_SERVER is missing")]
    [InlineData("BLOXOS_SERVER=https://x", "The token is missing")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN_FILE=/nowhere/token", "cannot be read")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=very secret-token", "no token")]
    [InlineData("BLOXOS_TOKNE=x", "line 1: unknown key BLOXOS_TOKNE; allowed: BLOXOS_SERVER")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_SERVER=https://y", "given twice")]
    [InlineData("\nvery-secret-token", "line 2: not KEY=value")]
    [InlineData("very-secret-token=x", "unknown key ?")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=a\nBLOXOS_SERVER_PIN=AAAA", "BLOXOS_SERVER_PIN")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=a\nBLOXOS_NVIDIA_SMI=cat 'x", "quote")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=a\nBLOXOS_REBOOT_COMMAND=reboot 'x", "BLOXOS_REBOOT_COMMAND has a quote")]
    [InlineData("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=a\nBLOXOS_MINERS_DIRECTORY=miners", "BLOXOS_MINERS_DIRECTORY is not a full path")]
    public void A_wrong_setting_is_one_clear_line(string file, string expected) => Assert.Contains(expected, Error(file));

    [Theory]
    [InlineData("BLOXOS_TOKEN_FILE=FILE", "is empty", true)]
    [InlineData("BLOXOS_TOKEN_FILE=/nowhere/token", "cannot be read", true)]
    [InlineData("BLOXOS_ENROLLMENT_CODE_FILE=/nowhere/code\nBLOXOS_TOKEN_FILE=FILE", "cannot be read", true)]
    [InlineData("", "The token is missing", false)]
    [InlineData("BLOXOS_TOKEN=two words", "no token", false)]
    public void A_secret_that_a_file_does_not_hold_now_may_come_and_a_wrong_setting_may_not(string file, string expected, bool mayCome)
    {
        string path = _folder.Write("agent.conf", "BLOXOS_SERVER=https://farm.example\n" + file.Replace("FILE=FILE", "FILE=" + _folder.Write("token", ""), StringComparison.Ordinal));
        var reader = new AgentOptionsReader(new Dictionary<string, string>(), path);
        if (!mayCome)
        {
            Assert.Contains(expected, Assert.Throws<ConfigurationException>(reader.ReadToRun).Message);
            return;
        }
        var options = reader.ReadToRun();
        Assert.Contains(expected, options.SecretProblem);
        Assert.Equal((null, null, "farm.example"), (options.Token, options.Join, options.Server!.Uri.Host));
    }

    [Fact]
    public void A_misspelt_variable_is_warned_of() =>
        Assert.Contains(Read("BLOXOS_SERVER=https://x\nBLOXOS_TOKEN=a", ("BLOXOS_NVIDIASMI", "x")).Warnings, w => w.Contains("BLOXOS_NVIDIASMI is not a setting"));

    [Theory, Trait("check", "32")]
    [InlineData("--token=very-secret-token")]
    [InlineData("--token very-secret-token")]
    [InlineData("-t very-secret")]
    [InlineData("--once --once")]
    [InlineData("status --json very-secret")]
    [InlineData("Doctor")]
    [InlineData("https://farm.example")]
    public void Arguments_other_than_the_tasks_are_refused_and_not_repeated(string arguments)
    {
        string message = Assert.Throws<ConfigurationException>(() => CommandLine.Parse(arguments.Split(' '))).Message;
        Assert.DoesNotContain("very-secret", message);
        Assert.Contains(arguments.Contains("token") ? "BLOXOS_TOKEN_FILE" : "run, enroll, status", message);
    }

    [Theory]
    [InlineData("cat /a/b", "cat|/a/b")]
    [InlineData("  'my tool'  --x=\"a b\"'c' $(id);", "my tool|--x=a bc|$(id);")]
    [InlineData("", null)]
    [InlineData("'a", null)]
    [InlineData("'' a", null)]
    public void A_command_is_split_without_a_shell(string command, string? expected) =>
        Assert.Equal(expected, CommandWords.TrySplit(command, out var words) ? string.Join('|', words) : null);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:192.168.0.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("0.0.0.0", false)]
    public void Local_is_what_stays_in_the_house(string address, bool local) => Assert.Equal(local, ServerAddress.IsLocal(IPAddress.Parse(address)));

    public void Dispose() => _folder.Dispose();
}
