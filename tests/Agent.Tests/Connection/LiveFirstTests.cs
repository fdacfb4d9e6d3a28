using System.Collections.Concurrent;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Connection;

/// <summary>After an outage: what the rig does now goes first, and what waited follows in order, never faster than agreed.</summary>
public sealed class LiveFirstTests
{
    /// <summary>Samples that wait, one every 30 s.</summary>
    const int Waiting = 60;

    readonly ConcurrentQueue<AgentMessage> _samples = [];

    [Fact]
    public async Task The_newest_goes_first_and_history_follows_in_order_at_the_agreed_pace()
    {
        await using var server = await FakeServer.StartAsync(visit => ServeAsync(visit, new() { ReplaySamplesPerSecond = 10 }));
        await using var agent = new RunningAgent(server.Url);
        await agent.SampleAsync(Waiting, TimeSpan.FromSeconds(30));
        var before = agent.Time.GetUtcNow();
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => Stored.LastOrDefault() > Waiting && _samples.Last() is Stats, "everything stored", 0.1);

        var took = agent.Time.GetUtcNow() - before;
        var first = Assert.IsType<Live>(_samples.First());
        Assert.InRange(first.Sample!.Sequence, Waiting, long.MaxValue);
        Assert.InRange(took.TotalSeconds, (Waiting - ProtocolLimits.BacklogSamples) / 10.0, double.MaxValue);
        AssertWhole();
        Assert.All(_samples.OfType<Backlog>(), static b => Assert.InRange(b.Samples!.Count, 1, ProtocolLimits.BacklogSamples));
    }

    [Fact]
    public async Task While_history_goes_each_new_sample_overtakes_it()
    {
        await using var server = await FakeServer.StartAsync(visit => ServeAsync(visit, new() { StatsSeconds = 5, ReplaySamplesPerSecond = 1 }));
        await using var agent = new RunningAgent(server.Url);
        await agent.SampleAsync(Waiting, TimeSpan.FromSeconds(30));
        agent.Events.Add(RigEventKinds.MinerEnded, "told once");   // travels with the first sample of the connection
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => Stored.LastOrDefault() > Waiting && _samples.Last() is Stats, "everything stored", 0.2);

        AssertWhole();
        var order = _samples.ToArray();
        long[] live = [.. order.OfType<Live>().Select(static l => l.Sample!.Sequence)];
        Assert.True(live.Length >= 5, $"60 samples of history at one a second take long enough for more than {live.Length} new ones");
        Assert.Equal(live.Order().Distinct(), live);
        Assert.All(order.OfType<Live>(), static l => Assert.Null(l.Sample!.Events));
        Assert.Equal(["told once"], All(order).SelectMany(static s => s.Events ?? []).Select(static e => e.Text));
    }

    [Fact]
    public async Task No_more_history_is_on_its_way_than_agreed()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(settings: new() { ReplaySamplesPerSecond = 10 });
            await visit.ServeAsync(static m => m is Heartbeat h ? new Ack { Heartbeat = h.Number } : null);   // its store is slow
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.SampleAsync(Waiting * 2, TimeSpan.FromSeconds(30));
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits is [var v] && v.Messages.OfType<Heartbeat>().Count() >= 8, "more than a minute", 0.2);
        var messages = server.Visits[0].Messages;
        Assert.InRange(messages.OfType<Backlog>().Sum(static b => b.Samples!.Count), 1, SampleSender.UnconfirmedSamples + ProtocolLimits.BacklogSamples);
        Assert.True(messages.OfType<Live>().Count() >= 2, "live samples do not wait for it");
    }

    /// <summary>As a server that shows live samples.</summary>
    async Task ServeAsync(Visit visit, Settings settings)
    {
        await visit.WelcomeAsync(settings: settings);
        await visit.ServeAsync(message =>
        {
            if (message is Stats or Backlog or Live) { _samples.Enqueue(message); }
            return message switch
            {
                Heartbeat h => new Ack { Heartbeat = h.Number },
                Stats s => new Ack { Stored = s.Sequence },
                Backlog b => new Ack { Stored = b.Samples![^1].Sequence },
                _ => null,
            };
        });
    }

    long[] Stored => [.. All(_samples).Select(static s => s.Sequence)];

    static IEnumerable<Stats> All(IEnumerable<AgentMessage> messages) => messages.SelectMany(static m => m switch { Stats s => [s], Backlog b => b.Samples!, _ => (IEnumerable<Stats>)[] });

    /// <summary>Each sample once and in order, and nothing was shown that had been stored already.</summary>
    void AssertWhole()
    {
        Assert.Equal(Enumerable.Range(1, Stored.Length).Select(static i => (long)i), Stored);
        long stored = 0;
        foreach (var message in _samples)
        {
            if (message is Live live) { Assert.True(live.Sample!.Sequence > stored); }
            else { stored = All([message]).Last().Sequence; }
        }
    }
}
