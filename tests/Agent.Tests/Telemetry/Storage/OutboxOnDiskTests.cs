using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Telemetry.Storage;

/// <summary>What is left of an outbox when its process dies, and what is made of what lies in its directory.</summary>
public sealed class OutboxOnDiskTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();
    readonly FakeTimeProvider _time = new();

    string Directory => _folder.File("outbox");

    string[] Files => System.IO.Directory.Exists(Directory) ? [.. System.IO.Directory.GetFiles(Directory, "*.samples").Order()] : [];

    public void Dispose() => _folder.Dispose();

    Outbox Open(string? directory = null, int capacity = Outbox.DefaultCapacity) =>
        new(SpilledSamples.Open(directory ?? Directory, new AgentLog(TextWriter.Synchronized(_log), _time), _time), capacity);

    static void Add(Outbox outbox, params long[] times)
    {
        foreach (long at in times) { outbox.Add(new() { At = at }); }
    }

    static (long Sequence, long At)[] All(Outbox outbox) => [.. outbox.TakeAfter(0, 100_000).Select(s => (s.Sequence, s.At))];

    [Fact]
    public void What_waits_is_there_after_a_restart_and_numbers_go_on_behind_what_the_server_has()
    {
        using (var before = Open())
        {
            before.Welcome(500);
            Add(before, 1, 2, 3);
            Assert.Equal([(501, 1), (502, 2)], before.TakeAfter(500, 2).Select(s => (s.Sequence, s.At)));
        }
        using var after = Open();
        Add(after, 4);
        Assert.Equal(4, after.Count);
        after.Welcome(501);   // the second was sent, and lost
        Assert.Equal([(502, 2), (503, 3), (504, 4)], All(after));
        after.Acknowledge(504);
        Assert.Equal(0, after.Count);
        Assert.Equal([0L], Files.Select(f => new FileInfo(f).Length));
    }

    [Fact]
    public void Samples_of_several_runs_that_never_met_the_server_are_numbered_behind_what_it_has()
    {
        using (var first = Open()) { Add(first, 1, 2); }
        using (var second = Open()) { Add(second, 3); }
        using var third = Open();
        third.Welcome(2);
        Assert.Equal([(3, 1), (4, 2), (5, 3)], All(third));
    }

    [Fact]
    public void What_was_not_sent_is_kept_when_another_used_up_its_numbers_and_what_was_sent_is_not_sent_twice()
    {
        using (var first = Open())
        {
            first.Welcome(0);
            Add(first, 1, 2, 3);
            _ = first.TakeAfter(0, 2);
        }
        using (var second = Open())
        {
            second.Welcome(50);
            Assert.Equal([(51, 3)], second.TakeAfter(50, 9).Select(s => (s.Sequence, s.At)));
        }
        using var third = Open();   // killed before the server could confirm
        third.Welcome(51);
        Assert.Empty(All(third));
        Add(third, 4);
        Assert.Equal([(52, 4)], All(third));
    }

    [Theory, Trait("bad-input", "67")]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void A_torn_end_is_cut_off_and_the_rest_is_sent(int lost)
    {
        using (var before = Open())
        {
            before.Welcome(0);
            Add(before, 1, 2, 3);
        }
        byte[] whole = File.ReadAllBytes(Files.Single());
        File.WriteAllBytes(Files.Single(), whole[..^lost]);
        using var after = Open();
        int left = after.Count;
        Assert.InRange(left, lost > 20 ? 0 : 2, 2);
        Assert.Contains("not written to its end", _log.ToString());
        Add(after, 4);
        after.Welcome(0);
        Assert.Equal([.. Enumerable.Range(1, left).Select(i => (long)i), 4], All(after).Select(s => s.At));
    }

    [Fact, Trait("bad-input", "67")]
    public void Whatever_lies_in_the_directory_the_outbox_works_and_loses_no_new_sample()
    {
        using (var before = Open())
        {
            before.Welcome(7);
            Add(before, 1, 2, 3, 4);
            _ = before.TakeAfter(0, 2);
        }
        byte[] whole = File.ReadAllBytes(Files.Single());
        var random = new Random(1);
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. whole];
            for (int hits = random.Next(4); hits >= 0; hits--) { damaged[random.Next(damaged.Length)] = (byte)random.Next(256); }
            if (round % 5 == 0) { damaged = damaged[..random.Next(damaged.Length)]; }
            if (round % 7 == 0) { random.NextBytes(damaged); }
            string directory = _folder.File($"damaged-{round}");
            System.IO.Directory.CreateDirectory(directory);
            File.WriteAllBytes(Path.Combine(directory, "000000000001.samples"), damaged);
            using var outbox = Open(directory);
            Add(outbox, 100, 101);
            outbox.Welcome(9);
            var all = All(outbox);
            Assert.Equal([100, 101], all[^2..].Select(s => s.At));
            Assert.All(all, s => Assert.True(s.Sequence > 9));
        }
    }

    [Fact, Trait("bad-input", "67")]
    public void Empty_files_and_those_of_a_newer_version_are_not_used_and_do_no_harm()
    {
        System.IO.Directory.CreateDirectory(Directory);
        byte[] newer = SegmentFormat.Head(1, new(0, true));
        newer[4] = 9;
        File.WriteAllBytes(Path.Combine(Directory, "000000000007.samples"), newer);
        File.WriteAllBytes(Path.Combine(Directory, "000000000008.samples"), []);
        using var outbox = Open();
        Assert.Equal(0, outbox.Count);
        Add(outbox, 1);
        Assert.Equal("000000000009.samples", Path.GetFileName(Assert.Single(Files)));
        Assert.Equal(newer, File.ReadAllBytes(Path.Combine(Directory, "unreadable")));
        Assert.Contains("not readable for this version", _log.ToString());
    }

    [Fact, Trait("bad-input", "67")]
    public void A_place_that_cannot_be_used_leaves_an_outbox_in_memory()
    {
        using var outbox = Open(_folder.Write("a file", "no directory"));
        Assert.Contains("kept in memory", Assert.Single(_log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        outbox.Welcome(3);
        Add(outbox, 1, 2);
        Assert.Equal([(4, 1), (5, 2)], All(outbox));
    }

    [Fact]
    public void A_second_agent_does_not_share_the_directory()
    {
        using var first = Open();
        Add(first, 1);
        using var second = Open();
        Assert.Equal(0, second.Count);
        Assert.Contains("cannot be used", _log.ToString());
    }

    [Fact]
    public void The_oldest_fall_out_first_and_are_counted()
    {
        using (var outbox = Open(capacity: 3))
        {
            outbox.Welcome(0);
            Add(outbox, 1, 2, 3);
            Assert.False(outbox.Add(new() { At = 4 }));
            Assert.Equal(1, outbox.Dropped);
            Assert.Equal([(2, 2), (3, 3), (4, 4)], All(outbox));
        }
    }

    [Fact]
    public void Eight_megabytes_are_not_passed_and_then_the_oldest_go()
    {
        var random = new Random(2);
        using var outbox = Open();
        outbox.Welcome(0);
        for (int i = 1; i <= 900; i++)
        {
            // Text that cannot be made shorter: about 12 KB a sample.
            outbox.Add(new() { At = i, Work = [new() { Pool = Convert.ToBase64String(Bytes(random, 12_000)) }] });
            Assert.True(Files.Sum(f => new FileInfo(f).Length) <= DiskSamples.MaximumBytes);
        }
        Assert.True(outbox.Dropped > 0);
        Assert.Equal(900, outbox.Dropped + outbox.Count);
        Assert.Equal(outbox.Count, All(outbox).Length);
        Assert.Equal(900, All(outbox)[^1].At);
    }

    [Fact]
    public void A_segment_that_cannot_be_read_any_more_is_given_up_and_the_rest_is_sent()
    {
        using var outbox = Open();
        outbox.Welcome(0);
        var random = new Random(3);
        for (int i = 1; i <= 60; i++) { outbox.Add(new() { At = i, Work = [new() { Pool = Convert.ToBase64String(Bytes(random, 12_000)) }] }); }
        Assert.True(Files.Length >= 2);
        using (var file = new FileStream(Files[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 20_000;
            file.Write(new byte[5_000]);
        }
        var times = outbox.TakeAfter(0, 1000).Select(s => s.At).ToArray();
        Assert.Equal(60, times[^1]);
        Assert.Equal(times.Order().Distinct(), times);
        outbox.Acknowledge(60);
        Assert.Equal(0, outbox.Count);
    }

    /// <summary>Every step may be the last of a process: the copy of the directory at that moment is what the next one finds.</summary>
    [Fact]
    public void Killed_at_any_step_the_server_gets_every_sample_once_and_in_order()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            string directory = _folder.File($"run-{seed}");
            var outbox = Open(directory);
            var server = new SortedDictionary<long, long>();
            long at = 0, cursor = 0, lowest = random.Next(3) * 10;
            for (int step = 0; step < 120; step++)
            {
                long stored = server.Count == 0 ? lowest : server.Keys.Max();
                switch (random.Next(6))
                {
                    case 0 or 1: outbox.Add(new() { At = ++at }); break;
                    case 2:
                        outbox.Welcome(stored);
                        cursor = stored;
                        break;
                    case 3 when cursor > 0:
                        foreach (var sample in outbox.TakeAfter(cursor, 3)) { server.Add(cursor = sample.Sequence, sample.At); }
                        break;
                    case 4 when cursor > 0: outbox.Acknowledge(stored); break;
                    case 5:
                        outbox.Dispose();   // kill -9 leaves the same files: nothing is held back in the process
                        outbox = Open(directory);
                        cursor = 0;
                        break;
                }
            }
            outbox.Welcome(server.Count == 0 ? lowest : server.Keys.Max());
            foreach (var sample in outbox.TakeAfter(0, 1000)) { server.Add(sample.Sequence, sample.At); }
            outbox.Dispose();
            Assert.Equal(Enumerable.Range(1, (int)at).Select(i => (long)i), server.Values);
        }
    }

    static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
