using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A page that is left open: over a restart of the server, the sleep of the laptop, and hours in the background.</summary>
public sealed partial class LivePageTests(Chromium chromium, OwnDemo demo) : IClassFixture<OwnDemo>
{
    const string Lamp = "document.querySelector('#live, #lamp').textContent";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("farm")]
    [InlineData("rig")]
    [InlineData("overview")]
    public async Task After_a_restart_of_the_server_the_page_catches_up_without_a_reload(string which)
    {
        await using var visitor = await OpenAsync(which);
        var server = await demo.ServerAsync();
        await visitor.Page.EvaluateAsync("window.stays = true");
        await visitor.UntilAsync("document.querySelector('.spark-cell .spark:empty') === null");   // asked for once, when it is seen
        await server.StopAsync(Cancellation);
        await visitor.UntilAsync($"{Lamp} !== 'Live'", seconds: 60);
        if (which == "farm") { Assert.True(await visitor.Page.EvaluateAsync<bool>("document.querySelectorAll('.rig .st.offline').length < 3"), "rigs went offline because the server stopped"); }
        if (which == "overview") { await visitor.UntilAsync($"/^As of \\d?\\d:\\d\\d:\\d\\d.*, no answer$/.test({Lamp})"); }
        await visitor.Page.EvaluateAsync("window.before = document.querySelector('main').innerText");
        await server.StartAgainAsync(Cancellation);
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 90);
        await visitor.UntilAsync(which switch
        {
            "farm" => "document.querySelectorAll('.rig .st.mining').length > 5",
            "rig" => "document.querySelector('#rig-head .state.mining') !== null",
            _ => "Number(document.querySelector('#overview tbody td:nth-child(3)').textContent) > 5",
        }, seconds: 90);
        await visitor.UntilAsync("window.before !== document.querySelector('main').innerText", seconds: 60);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"), "the page was loaded anew");
        if (which != "overview") { return; }
        // That the line was down the browser writes itself, of each question, and htmx of those that are its own; a reader finds nothing else there.
        visitor.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal) || one.StartsWith("An unknown error occurred when fetching the script", StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task After_a_sleep_it_says_as_of_when_until_it_has_caught_up()
    {
        await using var visitor = await OpenAsync("rig", clock: true);
        var server = await demo.ServerAsync();
        await visitor.Page.EvaluateAsync("window.stays = true");
        server.Freeze();
        try
        {
            await visitor.Page.Clock.FastForwardAsync(8 * 60 * 60 * 1000);   // as if the lid had been closed
            await visitor.UntilAsync($"/^As of \\d?\\d:\\d\\d/.test({Lamp})", seconds: 60);
        }
        finally { server.Thaw(); }
        await UntilLiveAgainAsync(visitor);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"), "the page was loaded anew");
    }

    /// <summary>What stands in a tab that comes to the front is as old as its time in the background, and it must not say "Live" meanwhile: a server that takes its time shows it.</summary>
    [Theory]
    [InlineData("farm")]
    [InlineData("rig")]
    [InlineData("wall")]
    public async Task Out_of_the_background_it_says_as_of_when_until_it_has_caught_up(string which)
    {
        await using var visitor = await OpenAsync(which, clock: true, script: Visitor.Hideable);
        var server = await demo.ServerAsync();
        await visitor.Page.EvaluateAsync("window.stays = true; look(false)");
        await TestServers.Eventually.Async(() => visitor.Sockets.All(static socket => socket.IsClosed), TimeSpan.FromSeconds(90), "the end of the connection", Cancellation);
        Assert.Matches(AsOf(), await visitor.Page.InnerTextAsync("#live"));   // the first look at it is before any script of ours
        server.Freeze();
        try
        {
            await visitor.Page.EvaluateAsync("look(true)");
            Assert.Matches(AsOf(), await visitor.Page.InnerTextAsync("#live"));
            await visitor.Page.Clock.RunForAsync(20_000);
            Assert.Matches(AsOf(), await visitor.Page.InnerTextAsync("#live"));
        }
        finally { server.Thaw(); }
        await UntilLiveAgainAsync(visitor);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"), "the page was loaded anew");
    }

    [Fact]
    public async Task In_the_background_it_costs_nothing_and_in_front_it_catches_up()
    {
        await using var visitor = await OpenAsync("rig", clock: true, script: Visitor.Hideable);
        await visitor.UntilAsync("document.querySelectorAll('#rig-logs .log .line').length > 3", seconds: 60);
        Assert.Contains(visitor.Sockets, static socket => !socket.IsClosed);
        int asked = 0;
        visitor.Page.Request += (_, _) => Interlocked.Increment(ref asked);
        await visitor.Page.EvaluateAsync("look(false)");
        await TestServers.Eventually.Async(() => visitor.Sockets.All(static socket => socket.IsClosed), TimeSpan.FromSeconds(90), "the end of the connection", Cancellation);
        await QuietAsync(visitor, 120_000, () => Task.FromResult(Volatile.Read(ref asked)));
        Assert.All(visitor.Sockets, static socket => Assert.True(socket.IsClosed));

        await visitor.Page.EvaluateAsync("window.before = document.querySelector('#rig-gpus').textContent; window.lines = document.querySelectorAll('#rig-logs .line').length; look(true)");
        await visitor.UntilAsync($"{Lamp} === 'Live' && document.querySelector('#rig-gpus').textContent !== window.before", seconds: 60);
        await visitor.UntilAsync("document.querySelectorAll('#rig-logs .log .line').length > 3", seconds: 60);
    }

    /// <summary>The overview is asked for again and again, not pushed: figures change in place, and nobody asks while nobody looks.</summary>
    [Fact]
    public async Task The_overview_changes_in_place_asks_for_nothing_in_the_background_and_catches_up_in_front()
    {
        await using var visitor = await OpenAsync("overview", clock: true, script: Visitor.Hideable);
        int asked = 0;
        visitor.Page.Request += (_, _) => Interlocked.Increment(ref asked);
        await visitor.Page.EvaluateAsync("""
            (() => {
              window.stays = true;
              window.figures = () => [...document.querySelectorAll('#overview tbody td:nth-child(n + 5)')].map(e => e.innerText).join() + document.querySelector('#overview .page-head p').innerText;
              window.row = document.querySelector('#overview tbody tr');
              window.link = row.querySelector('a');
              window.before = figures();
              link.focus();
            })()
            """);
        await RunUntilAsync(visitor, "figures() !== before");
        Assert.True(Volatile.Read(ref asked) > 0);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("stays && row.isConnected && row.contains(link) && document.activeElement === link"));

        await visitor.Page.EvaluateAsync("look(false)");
        await QuietAsync(visitor, 300_000, async () => (Volatile.Read(ref asked), await visitor.Page.EvaluateAsync<string>("window.before = figures()")));

        var server = await demo.ServerAsync();
        server.Freeze();
        try
        {
            await visitor.Page.EvaluateAsync("look(true)");
            await visitor.UntilAsync($"/^As of \\d?\\d:\\d\\d:\\d\\d.*, catching up…$/.test({Lamp})");   // what stands there is five minutes old
        }
        finally { server.Thaw(); }
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 60);   // what it asked for when it was looked at
        await RunUntilAsync(visitor, "figures() !== before");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("stays && row.isConnected && document.activeElement === link"));
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>Each question without an answer is a line on the console: two minutes of them are a handful, not 24.</summary>
    [Fact]
    public async Task An_overview_that_gets_no_answer_asks_ever_more_rarely_and_at_once_when_the_line_is_back()
    {
        await using var visitor = await OpenAsync("overview", clock: true);
        int asked = 0, sparks = 0;
        await visitor.UntilAsync("document.querySelector('.spark-cell .spark:empty') === null");
        visitor.Page.Request += (_, request) => { if (request.Url.Contains("handler=Spark", StringComparison.Ordinal)) { Interlocked.Increment(ref sparks); } };
        await visitor.Page.RouteAsync("**/*handler=List*", route =>
        {
            int go = Interlocked.Increment(ref asked);
            return go == 1 ? route.FulfillAsync(new() { Status = 204 }) : route.AbortAsync();   // a server that stops, then none
        });
        for (int i = 0; i < 24; i++)
        {
            await visitor.Page.Clock.RunForAsync(5_000);
            await visitor.Page.EvaluateAsync("fetch('/healthz/live')");   // lets what is under way arrive
        }
        Assert.InRange(Volatile.Read(ref asked), 4, 12);   // eight or nine, and more where the real time that all this takes adds to the page's
        Assert.Equal(0, Volatile.Read(ref sparks));
        await visitor.UntilAsync($"/^As of .*, no answer$/.test({Lamp})");
        await visitor.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
        await visitor.Page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await visitor.UntilAsync($"{Lamp} === 'Live'");
        await TestServers.Eventually.CostlyAsync(() => Task.FromResult(Volatile.Read(ref sparks) > 0), what: "the lines of the last day", cancellation: Cancellation);
        visitor.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }

    [GeneratedRegex(@"^As of \d?\d:\d\d")]
    private static partial Regex AsOf();

    static async Task UntilLiveAgainAsync(Visitor visitor)
    {
        for (int i = 0; i < 60 && await visitor.Page.InnerTextAsync("#live") != "Live"; i++)
        {
            await visitor.Page.Clock.RunForAsync(2_000);
            await visitor.Page.EvaluateAsync("fetch('/healthz/live')");   // lets what is under way arrive
        }
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 60);
    }

    /// <summary>Waits for a time, by the page's clock, in which this stays as it is: what was under way when the page went out of sight may arrive late.</summary>
    static Task QuietAsync<T>(Visitor visitor, long milliseconds, Func<Task<T>> lookAsync) => TestServers.Eventually.CostlyAsync(
        async () =>
        {
            var before = await lookAsync();
            await visitor.Page.Clock.RunForAsync(milliseconds);
            return EqualityComparer<T>.Default.Equals(before, await lookAsync());
        },
        what: "a page that asks for nothing", cancellation: Cancellation);

    /// <summary>Lets the page's clock run until a script gives true. What it waits for comes from rigs, whose clock is the real one: so many turns may be over before one has reported.</summary>
    static Task RunUntilAsync(Visitor visitor, string script) => TestServers.Eventually.Async(async () =>
    {
        if (await visitor.Page.EvaluateAsync<bool>(script)) { return true; }
        await visitor.Page.Clock.RunForAsync(5_000);
        await visitor.Page.EvaluateAsync("fetch('/healthz/live')");   // lets what is under way arrive
        return false;
    }, TimeSpan.FromSeconds(120), script);

    async Task<Visitor> OpenAsync(string which, bool clock = false, string? script = null)
    {
        var visitor = await demo.OnListAsync(chromium);
        string href = await Demo.RigAsync(visitor, ".rig:has(.st.mining)");
        if (script is not null) { await visitor.Page.AddInitScriptAsync(script); }
        if (clock) { await visitor.Page.Clock.InstallAsync(); }
        visitor.Sockets.Clear();   // one that ended with the page before may not be told so
        if (which != "farm" || clock) { await visitor.Page.GotoAsync(which switch { "rig" => href, "overview" => "/?all=true", "wall" => new Uri(visitor.Page.Url).AbsolutePath + "/wall", _ => visitor.Page.Url }); }
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 60);
        return visitor;
    }
}
