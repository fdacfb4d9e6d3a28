using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace BloxOs.Web.Tests.Live;

/// <summary>A browser that opens its live connection and never reads it again.</summary>
public sealed class SlowReaderTests
{
    const int Message = 256 * 1024, Messages = 96;   // far more than sockets and what is before them hold

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("bad-input", "106")]
    public async Task It_is_closed_when_its_buffers_are_full_and_others_see_what_comes()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        using var deaf = await DeafAsync(host);
        await Eventually.Async(() => host.Open.All.Any(one => one.Watches.Length > 0), what: "the deaf tab watches", cancellation: Cancellation);
        string id = host.Open.All.Single().Id;
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;

        // A few fill what the sockets hold; the others wait, and what is pushed waits behind them.
        string noise = new('x', Message);
        var sends = Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => host.Hub.Clients.Client(id).SendAsync("noise", noise, Cancellation)));
        await TellAsync(host, rig, batches, times: 4);
        await Eventually.Async(() => host.Open.Find(id) is null, what: "the deaf tab is closed", cancellation: Cancellation);
        await sends.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);   // nothing is gathered for it without end
        Assert.NotNull(host.Open.All.SingleOrDefault());
    }

    /// <summary>
    /// It takes a while until it is closed. A farm's loop that waited for that would leave everybody else with old figures under "Live". A line that is only too slow takes each message in the
    /// end: its tab would show ever older figures, and what waits for it would grow as long as it is open.
    /// </summary>
    [Fact, Trait("bad-input", "106")]
    public async Task It_is_closed_when_what_it_is_sent_takes_too_long_and_until_then_others_see_what_comes()
    {
        var stuck = new StuckHub();
        await using var host = await LiveHost.StartAsync(stuck.Hooks);
        string rig = await host.AddRigAsync("oak-07");
        var (slow, _) = await host.WatchFarmAsync();
        await using var _1 = slow;
        stuck.Tab = host.Open.All.Single().Id;
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _2 = hub;
        try
        {
            await TellAsync(host, rig, batches, times: 3);
            Assert.InRange(stuck.Sends, 3, int.MaxValue);   // none of them has ended
            await Eventually.Async(() => host.Open.Find(stuck.Tab) is null, what: "the slow tab is closed", cancellation: Cancellation);
            Assert.NotNull(host.Open.All.SingleOrDefault());
        }
        finally { stuck.End(); }
    }

    /// <summary>It scrolls, and each time wishes for rows: the next are made when those before are on their way, so that neither the loop nor memory has to wait for it.</summary>
    [Fact, Trait("bad-input", "106")]
    public async Task What_it_wishes_for_waits_for_what_it_wished_for_before()
    {
        var stuck = new StuckHub();
        await using var host = await LiveHost.StartAsync(stuck.Hooks);
        string rig = await host.AddRigAsync("oak-07");
        var (slow, _) = await host.WatchFarmAsync();
        await using var _1 = slow;
        stuck.Tab = host.Open.All.Single().Id;
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _2 = hub;
        foreach (int list in (int[])[1, 2]) { await slow.InvokeAsync("Show", new { view = "rows", rigs = new[] { rig }, list }, Cancellation); }
        await TellAsync(host, rig, batches, times: 3);
        Assert.Equal(1, stuck.Wishes);
        stuck.End();
        await Eventually.Async(() => stuck.Wishes == 2, what: "the second", cancellation: Cancellation);
    }

    /// <summary>A rig reports one reading after the other, and the tab that reads sees each.</summary>
    static async Task TellAsync(LiveHost host, string rig, ChannelReader<LiveBatch> batches, int times)
    {
        for (int core = 40; core < 40 + times; core++)
        {
            string told = $">{core} ";
            await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = (short)core });
            await LiveHubTests.UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(told, StringComparison.Ordinal)));
        }
    }

    /// <summary>Says hello, watches the farm, and reads nothing; what its socket holds is little.</summary>
    static async Task<ClientWebSocket> DeafAsync(LiveHost host)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            CookieContainer = host.Cookies,
            ConnectCallback = static async (context, stop) =>
            {
                var raw = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
                await raw.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(raw, ownsSocket: true);
            },
        });
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = LiveHub.Path }.Uri, invoker, Cancellation);
        foreach (string text in (string[])["{\"protocol\":\"json\",\"version\":1}", $"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"WatchFarm\",\"arguments\":[\"{host.FarmId}\"]}}"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        }
        return socket;
    }
}
