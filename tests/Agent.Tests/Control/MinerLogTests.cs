using System.Text;
using BloxOs.Agent.Control;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>What miners print.</summary>
public sealed class MinerLogTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly LogRing _ring = new();

    string File => _folder.File("x.log");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1;32mgreen\u001b[0m text", "green text")]
    [InlineData("\u001b]0;title\u0007after", "after")]
    [InlineData("\u001b]0;title\u001b\\after", "after")]
    [InlineData("\u001b(Bascii", "Bascii")]
    [InlineData("\u001b", "")]
    [InlineData("\u001b[", "")]
    [InlineData("\u001b[31", "")]
    [InlineData("a\tb\u0000c\u0007\u202ed", "a bcd")]
    [InlineData("login hunter22 and hunter22", "login *** and ***")]
    public void A_line_is_cleaned(string printed, string shown) => Assert.Equal(shown, LogText.Clean(printed, LogText.Secrets(["hunter22", "x", null, ""])));

    [Fact]
    public void A_long_line_is_cut_and_no_character_is_halved()
    {
        string line = LogText.Clean(string.Concat(Enumerable.Repeat("😀", 400)), []);
        Assert.InRange(line.Length, ProtocolLimits.LogLineLength - 1, ProtocolLimits.LogLineLength);
        Assert.DoesNotContain('\ufffd', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public void The_ring_is_bounded_and_says_what_is_gone()
    {
        _ring.Add([.. Enumerable.Range(1, LogRing.Lines + 5).Select(i => $"{i}")]);
        var (first, lines) = _ring.After(0, 3);
        Assert.Equal((6L, 3), (first, lines.Count));
        Assert.Equal(["6", "7", "8"], lines);
        Assert.Equal((LogRing.Lines + 3L, 2), (_ring.After(LogRing.Lines + 2, 2).First, _ring.After(LogRing.Lines + 2, 2).Lines.Count));
        Assert.Empty(_ring.After(LogRing.Lines + 5, 10).Lines);
        Assert.Equal(6, _ring.After(long.MaxValue, 10).First);
        _ring.Add([.. Enumerable.Repeat(new string('x', 500), 900)]);
        Assert.True(_ring.Newest(int.MaxValue).Sum(l => l.Length) <= LogRing.Characters);
    }

    [Fact]
    public void A_file_is_followed_over_half_lines_half_characters_and_truncation()
    {
        var output = new MinerOutput(File, _ring, maximumBytes: 1000);
        output.Poll();
        output.Begin();
        byte[] text = Encoding.UTF8.GetBytes("one\r\ntw€o\nthr");
        Append(text.AsSpan(0, 8));
        output.Poll();
        Assert.Equal(["one"], _ring.Newest(10));
        Append(text.AsSpan(8));
        output.Poll();
        Assert.Equal(["one", "tw€o"], _ring.Newest(10));
        output.EndLine();
        Assert.Equal("thr", _ring.Newest(1)[0]);
        Append(Encoding.UTF8.GetBytes(new string('x', 990) + "\n"));
        output.Poll();
        Assert.Equal(0, new FileInfo(File).Length);
        Append("new\n"u8);
        output.Poll();
        Assert.Equal("new", _ring.Newest(1)[0]);
        Assert.True(new FileInfo(File + ".1").Length > 990);
        Append(new byte[5000]);
        output.Poll();
        output.Begin();
        Append("again\n"u8);
        output.Poll();
        Assert.Equal("again", _ring.Newest(1)[0]);
    }

    [Fact]
    public void Of_a_file_that_grew_long_while_nobody_looked_only_the_end_is_kept_and_copied()
    {
        var output = new MinerOutput(File, _ring, maximumBytes: 1000);
        output.Begin();
        byte[] line = Encoding.UTF8.GetBytes(new string('x', 99) + "\n");
        using (var file = new FileStream(File, FileMode.Append, FileAccess.Write)) { for (int i = 0; i < 200_000; i++) { file.Write(line); } }
        Append("the end\n"u8);
        output.Adopt();
        output.Poll();
        Assert.Equal("the end", _ring.Newest(1)[0]);
        Assert.Equal((0, MinerOutput.KeptBytes), (new FileInfo(File).Length, new FileInfo(File + ".1").Length));
    }

    [Fact, Trait("bad-input", "67")]
    public void A_file_is_emptied_also_where_its_end_cannot_be_kept()
    {
        var output = new MinerOutput(File, _ring, maximumBytes: 1000);
        output.Begin();
        Directory.CreateDirectory(File + ".1");
        for (int i = 0; i < 5; i++)
        {
            Append(Encoding.UTF8.GetBytes(new string('x', 1500) + "\n"));
            output.Poll();
            Assert.Equal(0, new FileInfo(File).Length);
        }
        Assert.Equal(5, _ring.Last);
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(File, FileMode.Append, FileAccess.Write);
        file.Write(bytes);
    }

    public void Dispose() => _folder.Dispose();
}
