using BloxOs.TestServers.Fuzz;
using System.Xml;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Tests.Tools;

public sealed class XmlScannerTests
{
    // The framework makes one kind of line end of all, and blanks of those in attributes; here they stay.
    static string OneLine(string? text) => text?.ReplaceLineEndings(" ").Replace('\t', ' ') ?? "";

    /// <summary>The pieces as "open a", "close a", "text x", and how it ends.</summary>
    static List<string> Pieces(string xml)
    {
        var pieces = new List<string>();
        var scanner = new XmlScanner(xml);
        while (true)
        {
            switch (scanner.Next())
            {
                case XmlToken.Open: pieces.Add($"open {scanner.Name} {scanner.Depth} {OneLine(scanner.Attribute("id"))}"); break;
                case XmlToken.Close: pieces.Add($"close {scanner.Name} {scanner.Depth}"); break;
                case XmlToken.Text: pieces.Add($"text {OneLine(scanner.Value)}"); break;
                case XmlToken.End: return [.. pieces, "end"];
                default: return [.. pieces, "damaged"];
            }
        }
    }

    [Fact]
    public void A_document_is_read_in_its_order() => Assert.Equal(
        ["open log 1 ", "open gpu 2 00:01.0", "open fan 3 ", "text 5 %", "close fan 2", "open empty 3 x>y", "close empty 2", "text a <b> & c", "close gpu 1", "close log 0", "end"],
        Pieces("<?xml version=\"1.0\"?>\n<!-- <log> -->\n<log>\n <gpu other = '&quot;1&quot;' id=\"00:01.0\"><fan> 5 %\r\n</fan><empty id='x&gt;y' /><![CDATA[a <b> & c]]></gpu>\n</log >\n"));

    [Theory]
    [InlineData("&lt;&gt;&amp;&quot;&apos;", "<>&\"'")]
    [InlineData("a&amp;lt;b", "a&lt;b")]
    [InlineData("&#65;&#x42;&#x1F600;", "AB\U0001F600")]
    public void Entities_of_xml_itself_are_decoded_once(string text, string expected) =>
        Assert.Equal(["open a 1 ", "text " + expected, "close a 0", "end"], Pieces($"<a>{text}</a>"));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a")]
    [InlineData("<a></b>")]
    [InlineData("<a></a")]
    [InlineData("<a></a>x")]
    [InlineData("<a></a><b/>")]
    [InlineData("<a b></a>")]
    [InlineData("<a b=c></a>")]
    [InlineData("<a b=\"1\"c=\"2\"></a>")]
    [InlineData("<a b=\"<\"></a>")]
    [InlineData("<a b=\"&bomb;\"></a>")]
    [InlineData("<a b=\"1></a>")]
    [InlineData("<a>&bomb;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#99999999;</a>")]
    [InlineData("<a>& b</a>")]
    [InlineData("<a><!-- </a>")]
    [InlineData("<a><![CDATA[ </a>")]
    [InlineData("<a><?x </a>")]
    [InlineData("<1/>")]
    [InlineData("< a/>")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    public void What_is_no_document_is_damaged(string xml) => Assert.Equal("damaged", Pieces(xml)[^1]);

    [Fact]
    public void A_damaged_document_stays_damaged()
    {
        var scanner = new XmlScanner("<a>&x;</a>");
        Assert.Equal(XmlToken.Open, scanner.Next());
        for (int i = 0; i < 3; i++) { Assert.Equal(XmlToken.Damaged, scanner.Next()); }
    }

    [Theory]
    [InlineData(64, "end")]
    [InlineData(65, "damaged")]
    [InlineData(100_000, "damaged")]
    public void Nesting_has_a_limit(int depth, string end) =>
        Assert.Equal(end, Pieces(string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)))[^1]);

    [Fact]
    public void An_element_can_be_passed_over_whole()
    {
        var scanner = new XmlScanner("<a><b><c>1</c><b/></b><d>2</d></a>");
        scanner.Next();
        scanner.Next();
        Assert.Equal("b", scanner.Name);
        scanner.Skip();
        Assert.Equal((XmlToken.Open, "d", 2), (scanner.Next(), scanner.Name, scanner.Depth));
    }

    /// <summary>Whatever System.Xml reads without a fault is read the same; damaged inputs never cost more than the fuzzer allows.</summary>
    [Fact]
    public void It_reads_what_the_reader_of_the_framework_reads() => ParserFuzz.Run(
        [
            "<log><driver>1 &amp; 2</driver><gpu id=\"00000000:01:00.0\"><fan_speed>5 %</fan_speed><empty/><b a='1' id='&lt;2'>x<!-- c -->y</b></gpu></log>",
            "<a>\n<b><c><![CDATA[<z>]]></c></b><?p i?><d id = \"&#65;\">t&#x41;</d>\n</a>\n",
        ],
        xml =>
        {
            var pieces = Pieces(xml);
            if (ByFramework(xml) is { } expected) { Assert.True(expected.SequenceEqual(pieces), $"{xml}\n{string.Join('\n', expected)}\nbut:\n{string.Join('\n', pieces)}"); }
        });

    static List<string>? ByFramework(string xml)
    {
        var pieces = new List<string>();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        try
        {
            while (reader.Read())
            {
                bool text = reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.Value.Trim().Length > 0;
                if (text) { pieces.Add("text " + OneLine(reader.Value.Trim())); }
                if (reader.NodeType == XmlNodeType.Element) { pieces.Add($"open {reader.Name} {reader.Depth + 1} {OneLine(reader.GetAttribute("id"))}"); }
                if (reader.NodeType == XmlNodeType.EndElement || (reader.NodeType == XmlNodeType.Element && reader.IsEmptyElement)) { pieces.Add($"close {reader.Name} {reader.Depth}"); }
            }
        }
        catch (XmlException) { return null; }
        return [.. pieces, "end"];
    }
}
