using System.Text;
using System.Text.Json;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Texts of rigs: bounded, harmless (bad-inputs 38, 53), and made once.</summary>
public sealed class TextTests
{
    [Theory, Trait("check", "45"), Trait("bad-input", "38")]
    [InlineData("NVIDIA GeForce RTX 3080", "NVIDIA GeForce RTX 3080")]
    [InlineData("", "")]
    [InlineData("<script>alert(1)</script> {{7*7}} ';--", "<script>alert(1)</script> {{7*7}} ';--")]
    [InlineData("a\nb\r\tc\0", "a\uFFFDb\uFFFD\uFFFDc\uFFFD")]
    [InlineData("\u001B[31mred", "\uFFFD[31mred")]
    [InlineData("abc\u202Etxt.exe\u2066\u200F", "abc\uFFFDtxt.exe\uFFFD\uFFFD")]
    [InlineData("\u0085\u2028\u2029\u007F\uFEFF\u00AD", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("rig 🔥 Ёж 漢", "rig 🔥 Ёж 漢")]
    public void What_acts_instead_of_showing_is_replaced(string text, string safe) => Assert.Equal(safe, SafeText.Of(text));

    [Fact, Trait("bad-input", "53")]
    public void Long_texts_are_cut_between_characters()
    {
        Assert.Equal(new string('x', ProtocolLimits.TextLength), SafeText.Of(new string('x', 10_240)));
        string cut = SafeText.Of(new string('x', ProtocolLimits.TextLength - 1) + "🔥🔥");
        Assert.Equal(new string('x', ProtocolLimits.TextLength - 1), cut);
        Assert.Equal(ProtocolLimits.TextLength, SafeText.Of(new string('\n', 10_240)).Length);
    }

    [Fact]
    public void A_text_without_fault_is_itself()
    {
        string text = new('y', 50);
        Assert.Same(text, SafeText.Of(text));
    }

    [Fact]
    public void The_same_bytes_are_the_same_string()
    {
        var pool = new TextPool();
        string first = Get(pool, "\"T-Rex\"");
        Assert.Equal("T-Rex", first);
        Assert.Same(first, Get(pool, "\"T-Rex\""));
        Assert.Same(first, pool.Share("T-" + "Rex".ToString()));
        Assert.Equal(1, pool.Misses);
        Assert.NotSame(first, Get(pool, "\"T-rex\""));
    }

    [Theory]
    [InlineData("\"a\\u002Bb\"", "a+b")]
    [InlineData("\"\\u001b[0m\\n\"", "\uFFFD[0m\uFFFD")]
    [InlineData("\"\\ud83d\\udd25\"", "🔥")]
    [InlineData("\"a\\\\u002Bb\"", "a\\u002Bb")]
    public void Escaped_texts_are_pooled_too(string json, string text)
    {
        var pool = new TextPool();
        string first = Get(pool, json);
        Assert.Equal(text, first);
        Assert.Same(first, Get(pool, json));
    }

    [Fact]
    public void A_flood_of_names_does_not_grow_it()
    {
        var pool = new TextPool(slots: 16);
        for (int i = 0; i < 1_000; i++) { Get(pool, $"\"miner {i}\""); }
        Assert.Equal(1_000, pool.Misses);
        for (int i = 0; i < 1_000; i++) { Assert.Equal($"miner {i}", Get(pool, $"\"miner {i}\"")); }
        Assert.InRange(pool.Misses, 2_000 - 16, 2_000);
    }

    [Fact]
    public void A_huge_text_is_cut_and_not_kept()
    {
        var pool = new TextPool();
        string json = "\"" + new string('z', 10_240) + "\"";
        Assert.Equal(ProtocolLimits.TextLength, Get(pool, json).Length);
        Get(pool, json);
        Assert.Equal(2, pool.Misses);
    }

    static string Get(TextPool pool, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return pool.Get(ref reader);
    }
}
