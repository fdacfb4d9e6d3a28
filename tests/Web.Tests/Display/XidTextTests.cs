using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>What NVIDIA's error numbers mean is said where they stand; numbers that nobody knows stay numbers.</summary>
public sealed class XidTextTests
{
    [Fact]
    public void The_usual_numbers_have_words_each_and_all_fit_on_a_line()
    {
        int[] usual = [13, 31, 32, 38, 43, 45, 48, 56, 57, 58, 61, 62, 63, 64, 68, 69, 74, 79, 92, 94, 95, 109, 119, 120];
        Assert.All(usual, static xid => Assert.NotNull(XidText.Of(xid)));
        Assert.All(Enumerable.Range(0, 1_000).Select(XidText.Of).OfType<string>(), static words => Assert.InRange(words.Length, 10, 100));
        Assert.Null(XidText.Of(999));
    }

    [Theory]
    [InlineData("Xid 79", "Xid 79: the card is gone from the bus")]
    [InlineData("GPU is lost (Xid 79)", "GPU is lost (Xid 79): the card is gone from the bus")]
    [InlineData("NVRM: Xid (PCI:0000:05:00): 31, pid=12", "NVRM: Xid (PCI:0000:05:00): 31, pid=12: a program used memory that is not its own")]
    [InlineData("Xid 999", "Xid 999")]
    [InlineData("Xid 7999999999", "Xid 7999999999")]
    [InlineData("lost, no Xid known", "lost, no Xid known")]
    [InlineData("", "")]
    public void A_text_is_followed_by_what_its_number_means(string text, string explained)
    {
        string words = XidText.Explain(text);
        if (explained == text) { Assert.Equal(text, words); } else { Assert.StartsWith(explained, words, StringComparison.Ordinal); }
    }

    [Fact]
    public void Badge_table_and_details_of_a_card_say_it()
    {
        var view = RigViews.Of("fir-09", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 50) with { LastXid = 31 }, new() { Index = 1, Fault = "GPU is lost (Xid 79)" }));
        var facts = new RigFacts(view, HeatBands.Default);
        Assert.StartsWith("Dead GPU: a card does not answer, GPU is lost (Xid 79): the card is gone from the bus", RigBadge.Of(facts)[0].Title, StringComparison.Ordinal);
        var rows = GpuRow.Of(facts, HeatBands.Default);
        Assert.StartsWith("a program used memory", rows[0].TroubleTitle, StringComparison.Ordinal);
        Assert.StartsWith("GPU is lost (Xid 79): the card is gone", rows[1].Fault, StringComparison.Ordinal);
        Assert.Null(rows[1].TroubleTitle);
        var unknown = new RigFacts(RigViews.Of("a", RigStatus.Mining, RigViews.Mining(new GpuReading { Index = 0, Fault = "Xid 999" })), HeatBands.Default);
        Assert.Equal("Dead GPU: a card does not answer", RigBadge.Of(unknown)[0].Title);
        Assert.Equal("Xid 999", GpuCell.Of(unknown)[0].FaultTitle);
    }
}
