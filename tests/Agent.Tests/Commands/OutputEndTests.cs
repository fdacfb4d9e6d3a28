using System.Text;
using BloxOs.Agent.Commands;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Commands;

public sealed class OutputEndTests
{
    /// <summary>Quotes, control characters and letters of two to four bytes: as JSON they grow up to six times.</summary>
    [Theory]
    [InlineData("\"")]
    [InlineData("<&>+'")]
    [InlineData("\u001b[31m\n")]
    [InlineData("é漢😀")]
    [InlineData("plain ")]
    public void Whatever_was_printed_fits_into_a_message(string piece)
    {
        string printed = string.Concat(Enumerable.Repeat(piece, 40_000)) + "the end";
        var (text, cut) = OutputEnd.Of(printed);
        Assert.True(cut);
        Assert.EndsWith("the end", text, StringComparison.Ordinal);
        Assert.EndsWith(text!, printed, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(text!), 4 * 1024, ProtocolLimits.CommandOutputBytes);
        byte[] message = ProtocolJson.ToUtf8(new CommandState { Id = new('x', ProtocolLimits.CommandIdLength), State = CommandStates.Failed, Output = text, Cut = true });
        Assert.InRange(message.Length, 1, ProtocolLimits.MessageBytes);
    }

    [Fact]
    public void Nothing_and_little_stay_as_they_are()
    {
        Assert.Equal((null, false), OutputEnd.Of(""));
        Assert.Equal(("done", false), OutputEnd.Of("done"));
    }
}
