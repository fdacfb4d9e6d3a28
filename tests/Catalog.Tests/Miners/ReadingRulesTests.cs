using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Catalog.Tests.Miners.Support;

namespace BloxOs.Catalog.Tests.Miners;

public sealed class ReadingRulesTests
{
    [Theory, Trait("bad-input", "33")]
    [InlineData("-1", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("\"∞\"", null)]
    [InlineData("\"Infinity\"", null)]
    [InlineData("1e308", null)]
    [InlineData("1e400", null)]
    [InlineData("1e-320", 0d)]
    [InlineData("-0", 0d)]
    [InlineData("\"string\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("true", null)]
    [InlineData("[50.5]", 50.5)]
    [InlineData("\"1.23e+07\"", 1.23e7)]
    [InlineData("\"7.222\"", 7.222)]
    [InlineData("\"4.29 G\"", 4.29e9)]
    [InlineData("\" 12 \"", 12d)]
    [InlineData("\"0x10\"", null)]
    [InlineData("\"1,5\"", null)]
    public void A_speed_that_cannot_be_one_is_unknown_and_the_rest_is_kept(string value, double? expected)
    {
        var reading = Launches.Miner("t-rex").Read($$"""{"uptime":1000,"algorithm":"kawpow","gpus":[],"hashrate":{{value}},"accepted_count":7}""");
        Assert.Equal(expected, reading.Work[0].Hashrate);
        Assert.Equal(7, reading.Work[0].Shares.Accepted);
    }

    [Theory]
    [InlineData("-5", null)]
    [InlineData("1e30", null)]
    [InlineData("12.9", 12L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("null", null)]
    public void Counters(string value, long? expected) =>
        Assert.Equal(expected, Launches.Miner("t-rex").Read($$"""{"gpus":[],"accepted_count":{{value}},"uptime":1000}""").Work[0].Shares.Accepted);

    [Theory, Trait("bad-input", "122")]
    [InlineData("$(reboot)@evil:1", "evil:1")]
    [InlineData("stratum+tcp://`id`:1", "`id`:1")]
    [InlineData("<script>alert(1)</script>:1", "<script>alert(1)<")]
    [InlineData("a\\u001b[31mred:1", "a[31mred:1")]
    [InlineData("a\\u0000b\\nc:1", "abc:1")]
    [InlineData("a\\u202egro.elpmaxe:1", "agro.elpmaxe:1")]
    [InlineData("", null)]
    public void Texts_of_a_miner_are_text_only(string pool, string? expected) =>
        Assert.Equal(expected, Launches.Miner("t-rex").Read($$"""{"gpus":[],"active_pool":{"url":"{{pool}}"} }""").Work[0].Pool);

    [Fact]
    public void Texts_are_cut() => Assert.Equal(200, Launches.Miner("t-rex").Read($$"""{"gpus":[],"version":"{{new string('v', 10_000)}}"}""").Version!.Length);

    [Theory, Trait("bad-input", "123")]
    [InlineData("<html><body>Log in {x}</body></html>")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("{\"\\ud800\":1,\"gpus\":[],\"devices\":[]}")]
    [InlineData("\0\0\0")]
    public void What_is_not_an_answer_is_none(string text)
    {
        foreach (var miner in MinerCatalog.All)
        {
            int requests = miner.Requests(Launches.Api).Count;
            if (text.Contains("gpus", StringComparison.Ordinal)) { _ = miner.Read(new(Answers.At, [.. Enumerable.Repeat(text, requests)])); }
            else { Assert.Null(miner.Read(new(Answers.At, [.. Enumerable.Repeat(text, requests)]))); }
        }
    }

    [Theory, Trait("bad-input", "119"), Trait("bad-input", "123")]
    [InlineData("own")]
    [InlineData("teamblackminer/threads-1.87.json")]
    [InlineData("bminer/stratum-status.json")]
    [InlineData("bminer/solver-status.json")]
    [InlineData("excavator/device-get.json")]
    [InlineData("excavator/algorithm-list.json")]
    public void The_answer_of_a_program_that_nobody_here_reads_is_none(string file)
    {
        string text = file == "own" ? Answers.Fixture("foreign-program.json") : Answers.Capture(file);
        foreach (var miner in MinerCatalog.All)
        {
            var reading = miner.Read(new(Answers.At, [.. Enumerable.Repeat(text, miner.Requests(Launches.Api).Count)]));
            Assert.True(reading is null, $"{miner.Id}: {System.Text.Json.JsonSerializer.Serialize(reading)}");
        }
    }

    [Fact]
    public void More_cards_than_a_rig_can_have_are_cut()
    {
        string gpus = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"gpu_id":{{i}},"hashrate":1000}"""));
        Assert.Equal(64, Launches.Miner("t-rex").Read($$"""{"uptime":500,"hashrate":1,"gpus":[{{gpus}}]}""").Work[0].Gpus.Count);
    }

    [Theory]
    [InlineData("0000:0A:00.0", 10, 0, 0)]
    [InlineData("00000000:0A:00.0", 10, 0, 0)]
    [InlineData("0b:0", 11, 0, null)]
    [InlineData("00:1e.0", 0, 30, null)]
    [InlineData("0001:02:03.4", 2, 3, 1)]
    public void Addresses_in_hexadecimal(string text, int bus, int device, int? domain) => Assert.Equal(new PciPlace(bus, device, domain), PciPlace.FromHex(text));

    [Theory]
    [InlineData("busid")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("zz:00")]
    [InlineData("1:2:3:4")]
    [InlineData("100:0")]
    [InlineData("-1:0")]
    [InlineData(null)]
    public void What_is_no_address(string? text) => Assert.Null(PciPlace.FromHex(text));

    [Fact]
    public void Decimal_addresses_and_cards_that_fit()
    {
        Assert.Equal(new PciPlace(16, 0), PciPlace.FromDecimal("16:0"));
        Assert.True(new PciPlace(16).Fits("0000:10:00.0"));
        Assert.True(new PciPlace(16, 0, 0).Fits("0000:10:00.0"));
        Assert.False(new PciPlace(16, 1).Fits("0000:10:00.0"));
        Assert.False(new PciPlace(16, 0, 1).Fits("0000:10:00.0"));
        Assert.False(new PciPlace(10).Fits("0000:10:00.0"));
        Assert.Null(PciPlace.FromBus(-1));
        Assert.Null(PciPlace.FromBus(256));
        Assert.Null(PciPlace.FromBus(1.5));
    }

    [Theory]
    [InlineData("Equihash 144,5 \"BgoldPoW\"", "equihash144_5")]
    [InlineData("Etchash", "etchash")]
    [InlineData("ZelHash", "equihash125_4")]
    [InlineData("BeamHash III", "beamhash3")]
    [InlineData("SHA512/256d", "sha512_256d")]
    [InlineData("Something New", "something new")]
    [InlineData("", null)]
    public void Spellings(string name, string? id) => Assert.Equal(id, AlgorithmSpellings.ToId(name));

    [Fact]
    public void Missing_commas_are_repaired_outside_of_texts_only()
    {
        using var reply = JsonReply.Parse("""junk {"a":[{"x":"}{"} {"x":"\"}{"}],"b":{}} tail""");
        Assert.Equal(["}{", "\"}{"], reply!.Root["a"].Items().Select(i => i["x"].Text()));
    }
}
