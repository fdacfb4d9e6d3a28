using System.Globalization;
using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Gateway;

public sealed class StatsReaderTests
{
    [Fact]
    public void A_whole_sample_is_read_exactly()
    {
        var at = Samples.Now.AddSeconds(-3);
        var read = Assert.Single(Samples.Read(Encoding.UTF8.GetString(ProtocolJson.ToUtf8(Samples.Mining(7, at)))).Samples);
        Assert.Equal(Leaves.Of(Samples.MiningAsRead(7, at)), Leaves.Of(read));
    }

    [Fact]
    public void Absent_is_no_data_and_no_suspicion()
    {
        var read = Samples.One("""
            "gpus":[{"index":3,"coreCelsius":null}],"work":null,"cpu":null,"memoryUsedBytes":null
            """);
        Assert.Equal(new GpuReading { Index = 3 }, Assert.Single(read.Gpus));
        Assert.Empty(read.Work);
        Assert.False(read.Suspicious || read.ClockSkewed);
        Assert.Null(read.GpuPowerWatts);
    }

    [Fact]
    public void An_event_keeps_its_distance_to_its_sample_and_its_text_is_made_harmless()
    {
        long at = Samples.Now.ToUnixTimeMilliseconds();
        string json = $$"""
            "at":{{at}},"events":[{"at":{{at - 5000}},"kind":"kernel","text":"a\nb","busId":"0000:0a:00.0","instance":"gpu","more":{} },{"at":{{at + 5000}} },{"at":1,"text":7},5]
            """;
        var events = Assert.Single(Samples.Read($$"""{"type":"stats","sequence":1,{{json}}}""").Samples).Events;
        Assert.Equal(new RigHappening { At = Samples.Now.AddSeconds(-5), Kind = "kernel", Text = "a\uFFFDb", BusId = "0000:0a:00.0", Instance = "gpu" }, events[0]);
        Assert.Equal([new() { At = Samples.Now }, new() { At = Samples.Now.AddDays(-7) }], events[1..]);
    }

    [Fact]
    public void Too_many_events_are_against_the_rules() =>
        Assert.Throws<MessageFault>(() => Samples.One($"\"events\":[{string.Join(',', Enumerable.Repeat("{}", ProtocolLimits.Events + 1))}]"));

    [Fact, Trait("bad-input", "32")]
    public void No_cards_are_fine() => Assert.Empty(Samples.One("\"gpus\":[]").Gpus);

    /// <summary>Bad-inputs 32: the sample is left out, and its sequence known so that it can be acknowledged.</summary>
    [Theory, Trait("bad-input", "32")]
    [InlineData("\"gpus\":[{\"index\":-1}]")]
    [InlineData("\"gpus\":[{\"index\":2},{\"index\":2}]")]
    [InlineData("\"gpus\":[{\"index\":2147483648}]")]
    [InlineData("\"gpus\":[{\"index\":64}]")]
    [InlineData("\"gpus\":[{\"index\":0.5}]")]
    [InlineData("\"gpus\":[{\"index\":\"0\"}]")]
    [InlineData("\"gpus\":[{}]")]
    [InlineData("\"work\":[{\"gpus\":[{\"index\":-1}]}]")]
    [InlineData("\"work\":[{\"gpus\":[{\"index\":1},{\"index\":1}]}]")]
    public void A_card_that_can_not_be_refuses_the_sample(string members)
    {
        var (samples, reader) = Samples.Read($$"""{"type":"backlog","samples":[{"sequence":4},{"sequence":5,{{members}}},{"sequence":6}]}""");
        Assert.Equal([4L, 6L], samples.Select(s => s.Sequence));
        Assert.Equal((1, 5L), (reader.Refused, reader.LastRefused));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("9223372036854775808")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void A_sample_without_a_sequence_is_refused(string sequence)
    {
        var (samples, reader) = Samples.Read($$"""{"type":"stats","sequence":{{sequence}}}""");
        Assert.Empty(samples);
        Assert.Equal((1, true), (reader.Refused, reader.LastRefused <= 0));
    }

    /// <summary>Bad-inputs 33: dropped or clamped, flagged, and the rest of the sample is kept.</summary>
    [Theory, Trait("bad-input", "33")]
    [InlineData("-1", null, true)]
    [InlineData("\"NaN\"", null, true)]
    [InlineData("\"∞\"", null, true)]
    [InlineData("\"5\"", null, true)]
    [InlineData("true", null, true)]
    [InlineData("{\"a\":[1]}", null, true)]
    [InlineData("[5]", null, true)]
    [InlineData("1e308", 1e18, true)]
    [InlineData("1e400", null, true)]
    [InlineData("1e-320", 0d, false)]
    [InlineData("-0", 0d, false)]
    [InlineData("-0.0", 0d, false)]
    [InlineData("0", 0d, false)]
    [InlineData("61500000.5", 61500000.5, false)]
    public void A_hashrate_can_be_anything(string hashrate, double? read, bool suspicious)
    {
        var sample = Samples.One($$"""
            "work":[{"miner":"m","hashrate":{{hashrate}},"accepted":7,"gpus":[{"index":1,"hashrate":{{hashrate}},"accepted":8}]}],"uptimeSeconds":9
            """);
        var work = Assert.Single(sample.Work);
        Assert.Equal((read, read, suspicious), (work.Hashrate, work.Gpus[0].Hashrate, sample.Suspicious));
        Assert.Equal(("m", 7u, 8u, 9L), (work.Miner, work.Shares.Accepted, work.Gpus[0].Shares.Accepted, sample.UptimeSeconds));
        Assert.False(work.Hashrate is { } h && double.IsNegative(h));
    }

    /// <summary>Bad-inputs 35.</summary>
    [Theory, Trait("bad-input", "35")]
    [InlineData("fanPercent", "101", 100)]
    [InlineData("fanPercent", "255", 100)]
    [InlineData("fanPercent", "-1", null)]
    [InlineData("powerWatts", "1000000", 2_000)]
    [InlineData("powerLimitWatts", "1e6", 2_000)]
    [InlineData("coreMegahertz", "4294967296", 40_000)]
    [InlineData("memoryMegahertz", "4294967296", 40_000)]
    [InlineData("fanRpm", "70000", 20_000)]
    [InlineData("utilizationPercent", "1e9", 100)]
    [InlineData("coreCelsius", "32768", 150)]
    [InlineData("hotspotCelsius", "-32769", null)]
    [InlineData("memoryCelsius", "511", 150)]
    public void What_hardware_can_not_do_is_clamped_and_flagged(string member, string value, int? read)
    {
        var sample = Samples.One($$"""
            "gpus":[{"index":5,"{{member}}":{{value}},"fault":"f"},{"index":6,"{{member}}":42}]
            """);
        Assert.True(sample.Suspicious);
        Assert.Equal(((byte)5, "f"), (sample.Gpus[0].Index, sample.Gpus[0].Fault));
        Assert.Equal(read, Of(sample.Gpus[0]));
        Assert.Equal(42, Of(sample.Gpus[1]));

        int? Of(GpuReading gpu) => Leaves.Of(gpu).Where(l => l.Path.Equals("." + member, StringComparison.OrdinalIgnoreCase))
            .Select(l => (int?)Convert.ToInt32(l.Value, CultureInfo.InvariantCulture)).SingleOrDefault();
    }

    [Fact]
    public void Suspicion_is_of_one_sample_and_not_of_its_neighbours()
    {
        var (samples, _) = Samples.Read("""
            {"type":"backlog","samples":[{"sequence":1,"gpus":[{"index":0,"fanPercent":300}]},{"sequence":2,"gpus":[{"index":0,"fanPercent":30}]}]}
            """);
        Assert.Equal([true, false], samples.Select(s => s.Suspicious));
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("4294967296", uint.MaxValue)]
    [InlineData("1e30", uint.MaxValue)]
    [InlineData("12.9", 12u)]
    [InlineData("\"1\"", null)]
    public void Shares_are_counted_in_bounds(string accepted, uint? read) =>
        Assert.Equal(read, Samples.One($$"""
            "work":[{"accepted":{{accepted}}}]
            """).Work[0].Shares.Accepted);

    /// <summary>Bad-inputs 36: a restarted miner counts from 0; the gateway takes what is said and computes no difference.</summary>
    [Fact, Trait("bad-input", "36")]
    public void Counters_may_fall()
    {
        var (samples, _) = Samples.Read("""
            {"type":"backlog","samples":[{"sequence":1,"work":[{"accepted":900,"rejected":9}]},{"sequence":2,"work":[{"accepted":0,"rejected":0}]}]}
            """);
        Assert.Equal([900u, 0u], samples.Select(s => s.Work[0].Shares.Accepted));
        Assert.Null(samples[1].Work[0].Shares.AcceptedPercent);
        Assert.DoesNotContain(samples, s => s.Suspicious);
    }

    /// <summary>Bad-inputs 27.</summary>
    [Fact, Trait("bad-input", "27")]
    public void Names_are_exact()
    {
        var (samples, _) = Samples.Read("""{"type":"stats","sequence":3,"SEQUENCE":9,"ѕequence":8,"Gpus":[{"index":1}],"\u0067pus":[{"index":2}]}""");
        Assert.Equal((3L, (byte)2), (samples[0].Sequence, Assert.Single(samples[0].Gpus).Index));
    }

    [Theory]
    [InlineData("""{"type":"stats","sequence":1,"work":[{"pool":"\ud800"}]}""")]
    [InlineData("""{"type":"stats","sequence":1,"\udc00":1}""")]
    [InlineData("""{"type":"stats","sequence":1,"gpus":[{"index":0,"fault":"x\ud83d"}]}""")]
    public void Half_a_character_is_not_json(string json) =>
        Assert.Equal(CloseCodes.Policy, Assert.Throws<MessageFault>(() => Samples.Read(json)).CloseCode);

    /// <summary>Cut anywhere, or with any byte changed, a message is read or refused; nothing else happens.</summary>
    [Fact]
    public void Nothing_but_a_fault_comes_of_broken_bytes()
    {
        byte[] good = ProtocolJson.ToUtf8(new Backlog { Samples = [Samples.Mining(1, Samples.Now), Samples.Mining(2, Samples.Now)] });
        var random = new Random(20261122);
        var reader = new StatsReader(new());
        var into = new List<RigStats>();
        int faults = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. good.AsSpan(0, round % 3 == 0 ? random.Next(good.Length) : good.Length)];
            for (int i = random.Next(4); i >= 0 && bytes.Length > 0; i--) { bytes[random.Next(bytes.Length)] = (byte)random.Next(256); }
            into.Clear();
            try
            {
                MessageScan.KindOf(bytes);
                MessageScan.CheckWhole(bytes);
                HeartbeatReader.Read(bytes);
                reader.Read(bytes, new SampleClock(Samples.Now, TimeSpan.Zero), into);
            }
            catch (MessageFault) { faults++; }
            Assert.All(into, sample => Assert.InRange(sample.Sequence, 1, long.MaxValue));
        }
        Assert.InRange(faults, 1_000, 20_000);
    }

    [Fact]
    public void A_second_message_makes_no_new_text()
    {
        var texts = new TextPool();
        string json = Encoding.UTF8.GetString(ProtocolJson.ToUtf8(Samples.Mining(1, Samples.Now) with { Work = [new() { Miner = "lolMiner", Pool = "stratum+tcp://pool.example:3333" }] }));
        var first = Samples.Read(json, texts).Samples[0];
        long misses = texts.Misses;
        var second = Samples.Read(json, texts).Samples[0];
        Assert.Equal("stratum+tcp://pool.example:3333", second.Work[0].Pool);
        Assert.Same(first.Work[0].Pool, second.Work[0].Pool);
        Assert.Same(first.Work[0].Miner, second.Work[0].Miner);
        Assert.Same(first.Gpus[1].Fault, second.Gpus[1].Fault);
        Assert.Equal(misses, texts.Misses);
    }

    [Fact]
    public void Reading_costs_the_same_whatever_the_length_of_its_texts()
    {
        Assert.Equal(BytesToRead("p"), BytesToRead(new string('p', 150)));

        static long BytesToRead(string pool)
        {
            byte[] json = ProtocolJson.ToUtf8(new Stats { Sequence = 1, At = Samples.Now.ToUnixTimeMilliseconds(), Work = [new() { Pool = pool, Hashrate = 1 }] });
            var reader = new StatsReader(new());
            var into = new List<RigStats>(1);
            for (int i = 0; i < 100; i++) { Read(); }
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) { Read(); }
            return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

            void Read()
            {
                into.Clear();
                reader.Read(json, new SampleClock(Samples.Now, TimeSpan.Zero), into);
            }
        }
    }
}
