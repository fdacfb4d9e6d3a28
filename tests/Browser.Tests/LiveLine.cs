using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The live connection of a page, with a test in between: what the server sends can be kept from the page, and something else be sent.</summary>
internal sealed class LiveLine
{
    readonly ConcurrentQueue<string> _held = [];
    IWebSocketRoute? _socket;

    /// <summary>Nothing that the server pushes reaches the page.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Answers of the server wait for <see cref="Release"/>.</summary>
    public bool HoldsAnswers { get; set; }

    /// <summary>What the page has said of what it shows, the last one last.</summary>
    public ConcurrentQueue<JsonElement> Shown { get; } = [];

    /// <summary>Stands in the way of every connection that the page opens from now on.</summary>
    public Task ListenAsync(IPage page) => page.RouteWebSocketAsync(static url => url.Contains("/live", StringComparison.Ordinal), route =>
    {
        _socket = route;
        var server = route.ConnectToServer();
        route.OnMessage(message =>
        {
            foreach (string one in Each(message)) { Note(one); }
            server.Send(message.Text!);
        });
        server.OnMessage(message =>
        {
            foreach (string one in Each(message))
            {
                if (IsAlone && one.Contains("\"target\":\"batch\"", StringComparison.Ordinal)) { continue; }
                if (HoldsAnswers && one.StartsWith("{\"type\":3", StringComparison.Ordinal)) { _held.Enqueue(one); } else { route.Send(one + "\u001e"); }
            }
        });
    });

    /// <summary>Answers that were held go on, and those to come as well.</summary>
    public void Release()
    {
        HoldsAnswers = false;
        while (_held.TryDequeue(out string? one)) { _socket!.Send(one + "\u001e"); }
    }

    /// <summary>The line breaks; the page opens another by itself.</summary>
    public Task BreakAsync() => _socket!.CloseAsync();

    /// <summary>Pushes elements by their ids, for the list with this number; without HTML they go.</summary>
    public void Push(int list, params (string Id, string Html)[] items) => _socket!.Send(JsonSerializer.Serialize(new
    {
        type = 1, target = "batch",
        arguments = new[] { new { at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), items = items.Select(static one => new { id = one.Id, html = one.Html }), refetch = false, list } },
    }) + "\u001e");

    static string[] Each(IWebSocketFrame message) => message.Text!.Split('\u001e', StringSplitOptions.RemoveEmptyEntries);

    void Note(string message)
    {
        if (!message.Contains("\"target\":\"Show\"", StringComparison.Ordinal)) { return; }
        Shown.Enqueue(JsonSerializer.Deserialize<JsonElement>(message).GetProperty("arguments")[0]);
    }
}
