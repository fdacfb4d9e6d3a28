using System.Text;
using BloxOs.Silo.Storage;

namespace BloxOs.Silo.Tests.Storage;

public sealed class GrainStateJsonTests
{
    private readonly GrainStateJson json = new();

    internal sealed record Pool(string Host, int Port);

    internal abstract class State
    {
        public string? Name { get; set; }
    }

    internal sealed class FarmLike : State
    {
        public Dictionary<string, Pool> Pools { get; set; } = [];

        public Kind Kind { get; set; }

        public DateTimeOffset? SeenAt { get; set; }

        public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(5);

        public double Hashrate { get; set; }
    }

    private static BinaryData Stored(string text) => new(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void States_are_plain_json_without_type_names()
    {
        var text = json.Serialize(new FarmLike
        {
            Name = "Ёж",
            Kind = Kind.Small,
            Pools = new() { ["Main One"] = new Pool("pool.example", 3333) },
            SeenAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Hashrate = double.PositiveInfinity,
        }).ToString();
        Assert.Equal(
            """{"pools":{"Main One":{"host":"pool.example","port":3333}},"kind":"Small","seenAt":"2026-03-01T12:00:00+00:00","silence":"00:05:00","hashrate":"Infinity","name":"Ёж"}""",
            text);
        Assert.DoesNotContain("$type", text, StringComparison.Ordinal);
        Assert.DoesNotContain("FarmLike", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_an_older_program_is_read_with_defaults_for_what_it_lacks()
    {
        var state = json.Deserialize<FarmLike>(Stored("""{"name":"old farm","pools":{"a":{"host":"h","port":1}}}"""));
        Assert.Equal(("old farm", Kind.None, null, TimeSpan.FromMinutes(5)), (state.Name, state.Kind, state.SeenAt, state.Silence));
        Assert.Equal(new Pool("h", 1), state.Pools["a"]);
    }

    [Fact]
    public void Members_of_a_newer_program_are_ignored()
        => Assert.Equal("n", json.Deserialize<FarmLike>(Stored("""{"$type":"Some.Class, Some","future":{"deep":[1,{"x":null}]},"name":"n","kind":"Large"}""")).Name);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var written = new FarmLike { Name = "a", Kind = Kind.Large, Hashrate = double.NaN, SeenAt = DateTimeOffset.UnixEpoch };
        var read = json.Deserialize<FarmLike>(json.Serialize(written));
        Assert.Equal((written.Name, written.Kind, written.Hashrate, written.SeenAt), (read.Name, read.Kind, read.Hashrate, read.SeenAt));
    }
}
