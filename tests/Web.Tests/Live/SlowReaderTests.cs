using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Tests.Live;

/// <summary>A browser that opens its live connection and never reads it again.</summary>
public sealed class SlowReaderTests
{
    const int Message = 256 * 1024, MostMessages = 256;

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

        // Nothing is gathered for it without end: a few messages fill what the sockets hold, then each send waits, and in the end the server closes.
        string noise = new('x', Message);
        int sent = 0;
        var send = Task.CompletedTask;
        for (; send.IsCompletedSuccessfully && sent < MostMessages; sent++) { send = await HandedOverAsync(host.Hub.Clients.Client(id).SendAsync("noise", noise, Cancellation)); }
        Assert.InRange(sent, 1, MostMessages - 1);
        for (int core = 40; core < 44; core++)
        {
            string told = $">{core} ";
            await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = (short)core });
            await LiveHubTests.UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(told, StringComparison.Ordinal)));
        }
        await Eventually.Async(() => host.Open.Find(id) is null, what: "the deaf tab is closed", cancellation: Cancellation);
        Assert.NotNull(host.Open.All.SingleOrDefault());
    }

    /// <summary>The send, when it is done or has not been for two seconds.</summary>
    static async Task<Task> HandedOverAsync(Task send)
    {
        await Task.WhenAny(send, Task.Delay(TimeSpan.FromSeconds(2), Cancellation));
        return send;
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
