using BloxOs.Agent.Telemetry;

namespace BloxOs.Agent.Tests.Telemetry;

public sealed class OutboxTests
{
    static Outbox With(int samples, int capacity = 100)
    {
        var outbox = new Outbox(capacity);
        for (int i = 1; i <= samples; i++) { outbox.Add(new() { At = i }); }
        return outbox;
    }

    static (long Sequence, long At)[] All(Outbox outbox) => [.. outbox.TakeAfter(0, int.MaxValue >> 8).Select(s => (s.Sequence, s.At))];

    [Fact]
    public void The_first_welcome_numbers_what_waits_behind_what_is_stored()
    {
        var outbox = With(3);
        outbox.Welcome(500);
        outbox.Add(new() { At = 4 });
        Assert.Equal([(501, 1), (502, 2), (503, 3), (504, 4)], All(outbox));
    }

    [Fact]
    public void The_first_welcome_of_a_new_rig_closes_the_gap_of_what_fell_out()
    {
        var outbox = With(10, capacity: 3);
        Assert.Equal(7, outbox.Dropped);
        outbox.Welcome(0);
        Assert.Equal([(1, 8), (2, 9), (3, 10)], All(outbox));
    }

    [Fact]
    public void A_later_welcome_drops_what_is_stored_and_keeps_the_numbers_of_the_rest()
    {
        var outbox = With(5);
        outbox.Welcome(10);
        Assert.Equal(5, All(outbox).Length);
        outbox.Welcome(13);
        Assert.Equal([(14, 4), (15, 5)], All(outbox));
        outbox.Add(new() { At = 6 });
        Assert.Equal(16, outbox.Newest);
    }

    [Fact]
    public void A_server_that_went_back_in_time_does_not_bring_numbers_back()
    {
        var outbox = With(2);
        outbox.Welcome(10);
        _ = All(outbox);
        outbox.Acknowledge(12);
        outbox.Welcome(3);
        outbox.Add(new() { At = 3 });
        Assert.Equal([(13, 3)], All(outbox));
    }

    [Fact]
    public void What_was_never_sent_is_not_dropped_when_another_used_up_its_numbers()
    {
        var outbox = With(1);
        outbox.Welcome(0);
        _ = All(outbox);
        outbox.Acknowledge(1);
        outbox.Add(new() { At = 2 });
        outbox.Welcome(50);
        Assert.Equal([(51, 2)], All(outbox));
    }

    [Fact]
    public void Confirming_is_cumulative_repeatable_and_bounded_by_what_was_sent()
    {
        var outbox = With(5);
        outbox.Welcome(0);
        _ = outbox.TakeAfter(0, 3);
        outbox.Acknowledge(99);
        Assert.Equal(5, outbox.Count);
        outbox.Acknowledge(2);
        outbox.Acknowledge(1);
        outbox.Acknowledge(-5);
        Assert.Equal([3L, 4L, 5L], outbox.TakeAfter(0, 10).Select(s => s.Sequence));
        Assert.Equal([4L], outbox.TakeAfter(3, 10, through: 4).Select(s => s.Sequence));
        Assert.Empty(outbox.TakeAfter(5, 10));
    }

    [Fact]
    public void Whatever_happens_sequences_ascend_and_nothing_unconfirmed_is_lost_within_the_bound()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var outbox = new Outbox(1000);
            var server = new SortedDictionary<long, long>();
            long at = 0, cursor = 0;
            for (int step = 0; step < 200; step++)
            {
                long stored = server.Count == 0 ? 7 : server.Keys.Max();
                switch (random.Next(4))
                {
                    case 0: outbox.Add(new() { At = ++at }); break;
                    case 1: outbox.Welcome(stored); cursor = stored; break;
                    case 2 when cursor > 0:
                        foreach (var sample in outbox.TakeAfter(cursor, 3))
                        {
                            Assert.True(sample.Sequence > cursor);
                            cursor = sample.Sequence;
                            server[sample.Sequence] = sample.At;
                        }
                        break;
                    case 3 when server.Count > 0: outbox.Acknowledge(stored); break;
                }
            }
            outbox.Welcome(server.Count == 0 ? 7 : server.Keys.Max());
            foreach (var sample in outbox.TakeAfter(0, 1000)) { server[sample.Sequence] = sample.At; }
            Assert.Equal(Enumerable.Range(1, (int)at).Select(i => (long)i), server.Values);
        }
    }

    [Fact]
    public void To_look_at_the_newest_is_not_to_send_it()
    {
        var outbox = With(3);
        outbox.Welcome(10);
        Assert.Equal((13, 3), (outbox.Latest!.Sequence, outbox.Latest.At));
        outbox.Acknowledge(13);
        Assert.Equal((11, 3), (outbox.Oldest, outbox.Count));   // that number was never sent, and confirms nothing
        _ = outbox.TakeAfter(10, 2);
        outbox.Acknowledge(12);
        Assert.Equal((13, 1), (outbox.Oldest, outbox.Count));
        Assert.Null(new Outbox().Latest);
    }
}
