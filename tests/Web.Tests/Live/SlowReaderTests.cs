using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using Microsoft.AspNetCore.SignalR;

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

    /// <summary>It takes a while until it is closed. A farm's loop that waited for that would leave everybody else with old figures under "Live".</summary>
    [Fact, Trait("bad-input", "106")]
    public async Task As_long_as_it_is_not_closed_others_see_what_comes_all_the_same()
    {
        var stuck = new StuckHub();
        await using var host = await LiveHost.StartAsync(stuck.Hooks);
        string rig = await host.AddRigAsync("oak-07");
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;
        try
        {
            await TellAsync(host, rig, batches, times: 3);
            Assert.InRange(stuck.Sends, 3, int.MaxValue);   // none of them has ended
        }
        finally { stuck.End(); }
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
