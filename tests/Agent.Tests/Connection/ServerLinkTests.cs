using System.Net.WebSockets;
using System.Text;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Connection;

/// <summary>The agent against a real server: the normal course and everything that breaks.</summary>
public sealed class ServerLinkTests
{
    [Fact]
    public async Task Says_hello_with_token_and_inventory_then_sends_the_first_sample_and_heartbeats()
    {
        Hello? hello = null;
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            hello = await visit.WelcomeAsync(stored: 41);
            await visit.ServeAndConfirmAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits is [var v] && v.Messages.OfType<Heartbeat>().Count() >= 3 && agent.Outbox.Count == 0, "three heartbeats");

        var visit = server.Visits[0];
        Assert.Equal("/agent", visit.Http.Request.Path);
        Assert.Equal("Bearer " + RunningAgent.Token, visit.Http.Request.Headers.Authorization);
        Assert.Equal(1, hello!.ProtocolVersion);
        Assert.NotNull(hello.Inventory);
        Assert.Equal(42, visit.Messages.OfType<Stats>().First().Sequence);
        Assert.Equal([1L, 2L, 3L], visit.Messages.OfType<Heartbeat>().Take(3).Select(h => h.Number));
        Assert.DoesNotContain(RunningAgent.Token, agent.Log);
    }

    [Fact]
    public async Task Replays_what_was_not_confirmed_after_a_cut_connection()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(stored: visit.Number == 1 ? 100 : 101);
            if (visit.Number > 1) { await visit.ServeAndConfirmAsync(); }
            else { while (visit.Sequences.Length < 3) { await visit.ReceiveAsync(); } visit.Cut(); }
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.SampleAsync(3, TimeSpan.FromSeconds(30));
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 2 && server.Visits[1].Sequences.Length >= 2, "the replay");

        Assert.Equal([101L, 102L, 103L], server.Visits[0].Sequences.Take(3));
        Assert.Equal([102L, 103L], server.Visits[1].Sequences.Take(2));
        Assert.Equal([102L, 103L], Assert.IsType<Backlog>(server.Visits[1].Messages.First(m => m is Backlog or Stats)).Samples!.Take(2).Select(s => s.Sequence));
    }

    [Fact]
    public async Task A_long_backlog_goes_in_order_in_pieces_and_not_too_fast()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(settings: new() { StatsSeconds = 1 });
            await visit.ServeAndConfirmAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.SampleAsync(100, TimeSpan.FromSeconds(10));
        var before = agent.Time.GetUtcNow();
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits is [var v] && v.Sequences.Length >= 103, "everything sent", 0.1);

        var visit = server.Visits[0];
        long[] sequences = visit.Sequences;
        Assert.Equal(Enumerable.Range(1, sequences.Length).Select(i => (long)i), sequences);
        var pieces = visit.Messages.OfType<Backlog>().ToArray();
        Assert.Equal(100, pieces.Sum(p => p.Samples!.Count));
        Assert.All(pieces, p => Assert.InRange(p.Samples!.Count, 1, ProtocolLimits.BacklogSamples));
        Assert.Empty(visit.Messages.OfType<Live>());   // this server did not say that it shows them
        int messages = pieces.Length + visit.Messages.OfType<Stats>().Count();
        Assert.True((agent.Time.GetUtcNow() - before).TotalSeconds >= (messages - 1) * 0.2, "no more than five messages a second");
    }

    [Theory]
    [InlineData(401, 60, "does not know this token")]
    [InlineData(403, 60, "revoked")]
    [InlineData(426, 300, "update the agent")]
    public async Task A_refused_token_or_version_is_said_and_waits_long(int status, int seconds, string said)
    {
        await using var server = await FakeServer.StartAsync(visit => { visit.Http.Response.StatusCode = status; return Task.CompletedTask; });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains($"next try in {seconds} s"), "the log line");
        Assert.Contains(said, agent.Log);
        agent.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Single(server.Visits);
        await agent.AdvanceUntilAsync(() => server.Visits.Length == 2, "the second try");
    }

    [Theory]
    [InlineData("120", "next try in 120 s")]
    [InlineData("-4", "next try in 1 s")]
    [InlineData("1000000000", "next try in 300 s")]
    public async Task Too_many_requests_are_answered_with_patience(string retryAfter, string said)
    {
        await using var server = await FakeServer.StartAsync(visit =>
        {
            visit.Http.Response.StatusCode = 429;
            visit.Http.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("next try in"), "the log line");
        Assert.Contains(said, agent.Log);
    }

    [Fact, Trait("bad-input", "64")]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await FakeServer.StartAsync(visit => visit.WelcomeAsync());
        await using var server = await FakeServer.StartAsync(visit => { visit.Http.Response.Redirect(other.Url + "/agent"); return Task.CompletedTask; });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 3, "three tries");
        Assert.Empty(other.Visits);
        Assert.Contains("redirects are not followed", agent.Log);
    }

    [Theory]
    [InlineData(1012, "7", "next try in 7 s")]
    [InlineData(1013, "-1", "next try in 1 s")]
    [InlineData(1013, "1000000000", "next try in 300 s")]
    [InlineData(1012, "soon", "next try in 1 s")]
    [InlineData(4401, "", "next try in 60 s")]
    [InlineData(4403, "", "next try in 60 s")]
    [InlineData(4409, "", "two machines have the same token")]
    [InlineData(4426, "", "update the agent")]
    public async Task A_close_code_says_when_to_come_back(int code, string reason, string said)
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.Socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("next try in"), "the log line");
        Assert.Contains(said, agent.Log);
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 2, "the next try", 10);
    }

    [Theory]
    [InlineData("huge", 1009)]
    [InlineData("binary", 1003)]
    [InlineData("garbage", 1008)]
    [InlineData("array", 1008)]
    [InlineData("null", 1008)]
    [InlineData("deep", 1008)]
    public async Task A_hostile_message_ends_the_connection_and_not_the_agent(string what, int code)
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            if (visit.Number == 1)
            {
                await visit.SendAsync(Hostile(what), what == "binary" ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
            }
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 2 && server.Visits[1].Messages.OfType<Stats>().Any(), "a new connection that works");
        await agent.UntilAsync(() => server.Visits[0].CloseCode is not null, "the close");
        Assert.Equal(code, server.Visits[0].CloseCode);
    }

    static byte[] Hostile(string what) => Encoding.UTF8.GetBytes(what switch
    {
        "huge" => "{\"type\":\"settings\",\"x\":\"" + new string('x', 70_000) + "\"}",
        "deep" => "{\"type\":\"settings\",\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}",
        "array" => "[]",
        "null" => "null",
        _ => "{\"type\":",
    });

    [Fact]
    public async Task Unknown_messages_and_members_are_ignored()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.SendTextAsync("""{"type":"fromTheFuture","x":[{}]}""");
            await visit.SendTextAsync("""{"later":1,"statsSeconds":1,"type":"settings","colour":"red"}""");
            await visit.ServeAndConfirmAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => agent.Cadence.Stats == TimeSpan.FromSeconds(1) && server.Visits[0].Sequences.Length >= 5, "the new pace");
        Assert.Single(server.Visits);
    }

    [Fact]
    public async Task Settings_change_the_pace_at_once()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(settings: new() { HeartbeatSeconds = 300, StatsSeconds = 3600 });
            await visit.ReceiveAsync();
            await visit.SendAsync(new Settings { HeartbeatSeconds = 2, StatsSeconds = 5 });
            await visit.ServeAndConfirmAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Cadence.Heartbeat == TimeSpan.FromSeconds(2), "the settings");
        var before = agent.Time.GetUtcNow();
        await agent.AdvanceUntilAsync(() => server.Visits[0].Messages.OfType<Heartbeat>().Count() >= 5 && server.Visits[0].Sequences.Length >= 3, "the pace");
        Assert.InRange((agent.Time.GetUtcNow() - before).TotalSeconds, 8, 60);
    }

    [Fact]
    public async Task Silence_for_three_heartbeats_is_a_dead_connection()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(settings: new() { HeartbeatSeconds = 4 });
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("connected"), "the connection");
        var before = agent.Time.GetUtcNow();
        await agent.AdvanceUntilAsync(() => agent.Log.Contains("nothing heard"), "the end");
        Assert.InRange((agent.Time.GetUtcNow() - before).TotalSeconds, 12, 60);
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 2, "the next connection");
    }

    [Fact]
    public async Task What_lay_in_wait_while_the_rig_stood_still_is_not_carried_out()
    {
        var go = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await go.Task;
            await visit.SendAsync(new Settings { StatsSeconds = 7 });
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("connected", StringComparison.Ordinal), "the welcome");
        agent.Time.StandStill(TimeSpan.FromSeconds(31));
        go.SetResult();
        await agent.UntilAsync(() => agent.Log.Contains("nothing heard for 31 s", StringComparison.Ordinal), "the end of the connection");
        Assert.Equal(TimeSpan.FromSeconds(30), agent.Cadence.Stats);
    }

    [Fact]
    public async Task A_server_that_never_says_welcome_is_left_after_ten_seconds()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.AcceptAsync();
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => server.Visits is [{ Messages.Length: 1 }], "the hello");
        var before = agent.Time.GetUtcNow();
        await agent.AdvanceUntilAsync(() => agent.Log.Contains("did not say welcome"), "the end", restsFirst: false);
        Assert.InRange((agent.Time.GetUtcNow() - before).TotalSeconds, 9, 60);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task An_impossible_count_is_refused_and_nothing_is_lost(long stored)
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync(visit.Number == 1 ? stored : 0);
            await visit.ServeAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.AdvanceUntilAsync(() => server.Visits.Length >= 2 && server.Visits[1].Sequences.Length > 0, "the next connection");
        Assert.Equal(1, server.Visits[1].Sequences[0]);
    }

    [Fact]
    public async Task Stopping_closes_as_agreed()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.ServeAndConfirmAsync();
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => server.Visits is [var v] && v.Sequences.Length > 0, "the first sample");
        await agent.StopAsync();
        await agent.UntilAsync(() => server.Visits[0].CloseCode == 1000, "the close");
    }
}
