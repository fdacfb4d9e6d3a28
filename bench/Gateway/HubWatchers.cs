using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>Tabs without a browser: connections to the live hub that say what they show and read what comes.</summary>
internal sealed class HubWatchers : IAsyncDisposable
{
    readonly List<ClientWebSocket> sockets = [];
    readonly CancellationTokenSource stop = new();
    readonly List<Task> reading = [];
    long messages;

    /// <summary>Batches and signs of life so far, of all together.</summary>
    public long Messages => Interlocked.Read(ref messages);

    /// <summary>Opens this many.</summary>
    public static async Task<HubWatchers> StartAsync(PageClient pages, string[] rows, int count, CancellationToken cancellationToken)
    {
        var all = new HubWatchers();
        for (int i = 0; i < count; i++) { await all.OpenAsync(pages, rows, cancellationToken); }
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in sockets) { socket.Dispose(); }
        stop.Dispose();
    }

    async Task OpenAsync(PageClient pages, string[] rows, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = pages.Cookies;
        socket.Options.SetRequestHeader("Origin", pages.Server.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(pages.Server) { Scheme = "ws", Path = "/live" }.Uri, cancellationToken);
        await SendAsync(socket, """{"protocol":"json","version":1}""", cancellationToken);
        string shown = JsonSerializer.Serialize(new { view = "rows", filter = "all", search = "", rigs = rows, until = (string?)null });
        await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"Show","arguments":[{{shown}}]}""", cancellationToken);
        await SendAsync(socket, $$"""{"type":1,"invocationId":"2","target":"WatchFarm","arguments":["{{pages.Farm.Split('/')[^1]}}"]}""", cancellationToken);
        sockets.Add(socket);
        reading.Add(Task.Run(() => ReadAsync(socket), CancellationToken.None));
        reading.Add(Task.Run(() => PingAsync(socket), CancellationToken.None));
    }

    async Task ReadAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        while (!stop.IsCancellationRequested)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
            if (part.MessageType == WebSocketMessageType.Close) { return; }
            if (part.EndOfMessage) { Interlocked.Increment(ref messages); }
        }
    }

    async Task PingAsync(ClientWebSocket socket)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), stop.Token);
            await SendAsync(socket, """{"type":6}""", stop.Token);
        }
    }

    static Task SendAsync(ClientWebSocket socket, string json, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json + "\u001e").AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken).AsTask();
}
