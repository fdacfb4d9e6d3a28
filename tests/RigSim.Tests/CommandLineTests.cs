using BloxOs.RigSim.CommandLine;
using BloxOs.TestServers;

namespace BloxOs.RigSim.Tests;

public sealed class CommandLineTests : IDisposable
{
    readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Tokens_are_read_bare_and_as_json()
    {
        string file = Write("one\n\n{\"rigId\":\"x\",\"token\":\"two\",\"name\":\"oak-99\"}\n  three  \n");
        var rigs = RigList.Of(Arguments.Parse(["--url", "http://127.0.0.1:1", "--tokens", file, "--skip", "1"]));
        Assert.Equal([("two", "oak-99"), ("three", "ash-01")], rigs.Select(r => (r.Token, r.Model.Name)));
    }

    [Theory]
    [InlineData("{\"token\":1}")]
    [InlineData("{broken")]
    [InlineData("two words")]
    [InlineData("line\u0001break")]
    public void A_broken_token_file_is_named_by_line_and_never_quoted(string content)
    {
        string file = Write("fine\n" + content);
        var error = Assert.Throws<ArgumentException>(() => RigList.Of(Arguments.Parse(["--url", "http://127.0.0.1:1", "--tokens", file])));
        Assert.Contains("line 2", error.Message);
        Assert.DoesNotContain(content, error.Message);
    }

    [Fact]
    public void Too_few_tokens_and_too_many_rigs_are_refused()
    {
        string file = Write("one\ntwo");
        string[] start = ["--url", "http://127.0.0.1:1", "--tokens", file, "--rigs"];
        Assert.Contains("2 tokens", Assert.Throws<ArgumentException>(() => RigList.Of(Arguments.Parse([.. start, "3"]))).Message);
        Assert.Contains("use two processes", Assert.Throws<ArgumentException>(() => RigList.Of(Arguments.Parse([.. start, "18001"]))).Message);
    }

    [Theory]
    [InlineData("--rigs ten")]
    [InlineData("--nonsense 1")]
    [InlineData("--seed")]
    [InlineData("--demo yes")]
    [InlineData("--speed 1 --speed 2")]
    [InlineData("--duration 1e300")]
    [InlineData("stray")]
    public void A_mistake_is_refused(string more) =>
        Assert.Throws<ArgumentException>(() => Arguments.Parse(["--url", "http://127.0.0.1:1", "--tokens", "f", .. more.Split(' ')]));

    string Write(string content) => directory.Write("tokens", content);
}
