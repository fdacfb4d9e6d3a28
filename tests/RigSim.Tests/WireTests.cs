using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Wire;

namespace BloxOs.RigSim.Tests;

public sealed class WireTests
{
    [Theory]
    [InlineData(0, 6)]
    [InlineData(125, 6)]
    [InlineData(126, 8)]
    [InlineData(65_535, 8)]
    [InlineData(65_536, 14)]
    public void A_client_frame_is_masked_and_has_the_shortest_length(int length, int header)
    {
        byte[] payload = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        byte[] frame = ClientFrame.Build(Opcode.Text, payload, 0xA1B2C3D4);
        Assert.Equal(header + length, frame.Length);
        Assert.Equal(0x81, frame[0]);
        Assert.NotEqual(0, frame[1] & 0x80);
        byte[] mask = frame[(header - 4)..header];
        Assert.Equal(payload, frame[header..].Select((b, i) => (byte)(b ^ mask[i % 4])));
    }

    [Fact]
    public void Messages_come_whole_however_the_bytes_are_cut()
    {
        byte[] big = [.. Enumerable.Repeat((byte)'b', 3000)];
        byte[] bytes = [.. Frame(0x81, "one"u8), .. Frame(0x01, "two-"u8), .. Frame(0x89, "ping"u8), .. Frame(0x00, "and-"u8), .. Frame(0x80, "half"u8), .. Frame(0x81, big), .. Frame(0x88, [3, 232])];
        for (int step = 1; step < 40; step++)
        {
            var reader = new MessageReader();
            var read = new List<string>();
            for (int from = 0; from < bytes.Length; from += step)
            {
                int count = Math.Min(step, bytes.Length - from);
                for (int put = 0; put < count;)
                {
                    var space = reader.Space();
                    int part = Math.Min(space.Length, count - put);
                    bytes.AsMemory(from + put, part).CopyTo(space);
                    reader.Received(part);
                    put += part;
                }
                while (reader.TryRead(out byte opcode, out var payload)) { read.Add($"{opcode}:{payload.Length}"); }
            }
            Assert.Equal(["1:3", "9:4", "1:12", "1:3000", "8:2"], read);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xC1, 0 })]
    [InlineData(new byte[] { 0x81, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x80, 0 })]
    [InlineData(new byte[] { 0x09, 0 })]
    [InlineData(new byte[] { 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 1 })]
    [InlineData(new byte[] { 0x01, 0, 0x81, 0 })]
    public void A_server_that_breaks_the_rules_is_found(byte[] bytes)
    {
        var reader = new MessageReader();
        bytes.CopyTo(reader.Space());
        reader.Received(bytes.Length);
        Assert.Throws<WireException>(() => { while (reader.TryRead(out _, out _)) { } });
    }

    [Fact]
    public void Fragments_without_end_are_bounded()
    {
        var reader = new MessageReader();
        byte[] part = Frame(0x00, new byte[500]);
        Put(reader, Frame(0x01, new byte[500]));
        Assert.Throws<WireException>(() =>
        {
            for (int i = 0; i <= ProtocolLimits.MessageBytes / 500; i++)
            {
                while (reader.TryRead(out _, out _)) { }
                Put(reader, part);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(123_456)]
    [InlineData(90_000_000)]
    public void A_latency_is_kept_within_a_sixteenth(long microseconds)
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Summarize());
        histogram.Add(TimeSpan.FromMicroseconds(microseconds));
        histogram.Add(TimeSpan.FromHours(5));
        var summary = histogram.Summarize()!;
        Assert.InRange(summary.P50 * 1000, microseconds, microseconds * 17 / 16.0 + 1);
        Assert.Equal((2, 18_000_000.0), (summary.Count, summary.Max));
        histogram.Clear();
        Assert.Null(histogram.Summarize());
    }

    [Fact]
    public void Many_rigs_are_spread_over_addresses_of_this_machine()
    {
        var target = TargetAddress.Parse("ws://localhost:5000");
        Assert.Equal(AgentEndpoint.Path, target.Path);
        Assert.Null(target.SourceOf(0, 999, 1000));
        var sources = Enumerable.Range(0, 18_000).GroupBy(i => target.SourceOf(0, i, 18_000)!.ToString()).ToArray();
        Assert.Equal(18, sources.Length);
        Assert.DoesNotContain(target.SourceOf(18, 0, 18_000)!.ToString(), sources.Select(s => s.Key));
        Assert.All(sources, s => Assert.StartsWith("127.0.", s.Key, StringComparison.Ordinal));
    }

    static void Put(MessageReader reader, byte[] bytes)
    {
        for (int put = 0; put < bytes.Length;)
        {
            var space = reader.Space();
            int part = Math.Min(space.Length, bytes.Length - put);
            bytes.AsMemory(put, part).CopyTo(space);
            reader.Received(part);
            put += part;
        }
    }

    static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => payload.Length < 126
        ? [first, (byte)payload.Length, .. payload]
        : [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
