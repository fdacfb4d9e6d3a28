using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

[Trait("check", "41"), Trait("bad-input", "58")]
public sealed class ExtraArgumentsTests
{
    static readonly MinerDescriptor TRex = Launches.Miner("t-rex");

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "; rm -rf x", "shell" },
        { "$(id)", "shell" },
        { "`id`", "shell" },
        { "-i 20\n--low-load 1", "line breaks" },
        { "-i 20\r", "line breaks" },
        { "-i 20 && reboot", "shell" },
        { "-i 20\0", "control characters" },
        { "-i 20 | sh", "shell" },
        { "-i 20 > /etc/x", "shell" },
        { "-i '20'", "shell" },
        { "-i \"20\"", "shell" },
        { "-i ${HOME}", "shell" },
        { "--script-start=x.sh", "runs a program" },
        { "--script-start x.sh", "runs a program" },
        { "--execute x", "runs a program" },
        { "-c other.json", "settings from a file" },
        { "--config other.json", "settings from a file" },
        { "--log-path=/etc/x", "file" },
        { "-l /etc/x", "file" },
        { "--api-bind-http 0.0.0.0:80", "API" },
        { "--api-port 80", "API" },
        { "--http_address 0.0.0.0", "API" },
        { "-o evil -u wallet", "flight sheet" },
        { "-u wallet", "flight sheet" },
        { "-p x", "flight sheet" },
        { "-w rig", "flight sheet" },
        { "--url evil", "flight sheet" },
        { "--wallet evil", "flight sheet" },
        { "--pool evil", "flight sheet" },
        { "--pass x", "flight sheet" },
        { "--no-strict-ssl", "certificates" },
        { "--no-cert-validation", "certificates" },
        { "--tls off", "certificates" },
        { "--autoupdate", "changes itself" },
        { "--watchdog-exit-mode 20:10:s", "restarts and reboots" },
        { "--reboot-script-gpu-watchdog x.sh", "runs a program" },
        { "--shutdown-temperature 20", "restarts and reboots" },
        { "—script-start x", "dash" },
        { "–i 20", "dash" },
        { "−i 20", "ASCII" },
        { "‐-script-start=x", "dash" },
        { "@file", "file" },
        { "-i @file", "file" },
        { "-i=@file", "file" },
        { "--lock-cclock 3000", "overclock profile" },
        { "--pl 600", "overclock profile" },
        { "--fan 0", "overclock profile" },
        { "-d 0", "cards" },
        { "--unheard-of", "not on the list" },
        { "20", "not a flag" },
        { "-- -i", "not on the list" },
        { "--SCRIPT-START x", "runs a program" },
        { "-i", "lacks its value" },
        { "-i --script-start", "not numbers" },
        { "-i abc", "not numbers" },
        { "-i 1e400", "not numbers" },
        { "-i nan", "not numbers" },
        { "--timeout 1,2", "not a number" },
        { "--keep-gpu-busy=1", "takes no value" },
        { "-i=", "not numbers" },
        { "ｉ", "ASCII" },
        { "\u202e-i 20", "ASCII" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_is_not_on_the_list_is_refused_with_a_reason(string text, string reason)
    {
        var result = ExtraArguments.Check(TRex, text);
        Assert.Empty(result.Arguments);
        Assert.Contains(reason, result.Refusal, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The agent does not rely on the check of the server.</summary>
    [Theory, MemberData(nameof(Refused))]
    public void A_launch_with_it_is_refused_by_every_miner(string text, string _)
    {
        foreach (var miner in MinerCatalog.All.Where(m => m.CanStart))
        {
            var launch = Launches.Plain(miner.Algorithms[0].Id) with { ExtraArguments = [text] };
            Assert.Throws<MinerLaunchException>(() => miner.BuildCommandLine(launch, Launches.Api));
            // Some short flags are harmless in one miner and mean a pool in another.
            if (text.StartsWith("-i", StringComparison.Ordinal) && text.All(char.IsAscii) || text == "20") { continue; }
            Assert.NotNull(ExtraArguments.Check(miner, text).Refusal);
        }
    }

    [Theory]
    [InlineData("-i 20,22.5 --low-load=1 --keep-gpu-busy", "-i|20,22.5|--low-load=1|--keep-gpu-busy")]
    [InlineData("  --extra-dag-epoch -1,0\t-q ", "--extra-dag-epoch|-1,0|-q")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Allowed_flags_pass_as_they_are(string? text, string expected)
    {
        var result = ExtraArguments.Check(TRex, text);
        Assert.Null(result.Refusal);
        Assert.Equal(expected, string.Join('|', result.Arguments));
    }

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.NotNull(ExtraArguments.Check(TRex, new string('-', 3000)).Refusal);
        Assert.NotNull(ExtraArguments.Check(TRex, string.Concat(Enumerable.Repeat("-q ", 65))).Refusal);
        Assert.NotNull(ExtraArguments.Check(TRex, [""]).Refusal);
        Assert.NotNull(ExtraArguments.Check(TRex, ["-i", new string('1', 300)]).Refusal);
    }
}
