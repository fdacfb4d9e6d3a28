using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// A Chromium of its own that is spoken to by nothing but what is asked: no network or script events are on, which would make the page's main thread write each
/// message of its socket down for the bench.
/// </summary>
internal sealed class DevTools : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ClientWebSocket socket = new();
    readonly string directory;
    readonly Process process;
    Task complaints = Task.CompletedTask;   // read, or Chromium waits for a reader
    int asked;
    string? session;

    DevTools(Process process, string directory) => (this.process, this.directory) = (process, directory);

    /// <summary>Starts it with one empty page.</summary>
    public static async Task<DevTools> StartAsync(CancellationToken cancellationToken)
    {
        string profile = Directory.CreateTempSubdirectory("bloxos-chromium-").FullName;
        var start = new ProcessStartInfo(SlowBrowser.Executable) { RedirectStandardError = true };
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--window-size=1440,900", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"]) { start.ArgumentList.Add(argument); }
        var tools = new DevTools(Process.Start(start)!, profile);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        const string Says = "DevTools listening on ";
        string? line;
        do { line = await tools.process.StandardError.ReadLineAsync(patience.Token) ?? throw new BenchException("Chromium ended"); } while (!line.StartsWith(Says, StringComparison.Ordinal));
        tools.complaints = tools.process.StandardError.ReadToEndAsync(CancellationToken.None);
        await tools.socket.ConnectAsync(new(line[Says.Length..]), patience.Token);
        return tools;
    }

    /// <summary>Opens a page in a context of its own and speaks to that from now on.</summary>
    public async Task OpenAsync(PageClient pages, string path, string script, int slower, CancellationToken cancellationToken)
    {
        session = null;
        var context = await AskAsync("Target.createBrowserContext", [], cancellationToken);
        string contextId = context["browserContextId"]!.GetValue<string>();
        var cookies = pages.Cookies.GetCookies(pages.Server).Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["value"] = c.Value, ["url"] = pages.Server.ToString() });
        await AskAsync("Storage.setCookies", new() { ["browserContextId"] = contextId, ["cookies"] = new JsonArray([.. cookies]) }, cancellationToken);
        var target = await AskAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = contextId, ["width"] = 1440, ["height"] = 900 }, cancellationToken);
        var attached = await AskAsync("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true }, cancellationToken);
        session = attached["sessionId"]!.GetValue<string>();
        await AskAsync("Page.enable", [], cancellationToken);
        await AskAsync("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = script }, cancellationToken);
        await SlowAsync(slower, cancellationToken);
        await AskAsync("Page.navigate", new() { ["url"] = new Uri(pages.Server, path).ToString() }, cancellationToken);
    }

    /// <summary>From now on the page's processor is so many times as slow as this one.</summary>
    public async Task SlowAsync(int slower, CancellationToken cancellationToken) => await AskAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slower }, cancellationToken);

    /// <summary>Has the page work this out.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken) =>
        (await AskAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true }, cancellationToken))["result"]?["value"];

    /// <summary>Waits until the page says so.</summary>
    public async Task UntilAsync(string expression, CancellationToken cancellationToken)
    {
        for (int i = 0; i < 300; i++)
        {
            if (await EvaluateAsync(expression, cancellationToken) is JsonValue value && value.TryGetValue(out bool yes) && yes) { return; }
            await Task.Delay(100, cancellationToken);
        }
        throw new BenchException($"never: {expression}");
    }

    /// <summary>Everything that Chromium writes down of itself meanwhile.</summary>
    public async Task<IReadOnlyList<JsonObject>> TraceAsync(string categories, Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        var events = new List<JsonObject>();
        string? page = session;
        session = null;                     // the whole browser is traced
        await AskAsync("Tracing.start", new() { ["transferMode"] = "ReportEvents", ["traceConfig"] = new JsonObject { ["includedCategories"] = new JsonArray([.. categories.Split(',').Select(c => (JsonNode)c)]), ["excludedCategories"] = new JsonArray("*") } }, cancellationToken);
        session = page;
        await meanwhile();
        page = session;
        session = null;
        await TellAsync("Tracing.end", [], cancellationToken);
        while (true)
        {
            var said = await HearAsync(cancellationToken);
            string? method = said["method"]?.GetValue<string>();
            if (method == "Tracing.dataCollected") { events.AddRange(said["params"]!["value"]!.AsArray().Select(static e => e!.AsObject())); }
            if (method != "Tracing.tracingComplete") { continue; }
            session = page;
            return events;
        }
    }

    /// <summary>Closes the page.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await AskAsync("Page.close", [], cancellationToken);
        session = null;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        await process.WaitForExitAsync();
        await complaints;
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    async Task<JsonObject> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        int id = await TellAsync(method, parameters, cancellationToken);
        while (true)
        {
            var said = await HearAsync(cancellationToken);
            if (said["id"]?.GetValue<int>() != id) { continue; }
            return said["result"]?.AsObject() ?? throw new BenchException($"{method}: {said["error"]?.ToJsonString()}");
        }
    }

    async Task<int> TellAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["id"] = ++asked, ["method"] = method, ["params"] = parameters };
        if (session is not null) { message["sessionId"] = session; }
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return asked;
    }

    async Task<JsonObject> HearAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        byte[] part = new byte[1 << 16];
        WebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(new ArraySegment<byte>(part), cancellationToken).WaitAsync(Patience, cancellationToken);
            whole.Write(part, 0, got.Count);
        } while (!got.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!.AsObject();
    }
}
