using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace BloxOs.Bench.Gateway;

/// <summary>Chromium with a processor four times as slow, signed in, and what its developer tools say of a page.</summary>
internal sealed class SlowBrowser : IAsyncDisposable
{
    /// <summary>The program.</summary>
    internal const string Executable = "/usr/bin/chromium";
    /// <summary>So many times as slow as this processor.</summary>
    internal const int Slower = 4;

    const int Loads = 5;
    const string Batch = "\"target\":\"batch\"";
    /// <summary>A browser that has just begun loads pages of its own and starts what finds its fonts; somebody's is open already.</summary>
    static readonly TimeSpan s_settles = TimeSpan.FromSeconds(5);

    /// <summary>Notes long tasks, and of each row that is updated how long ago its report had come.</summary>
    const string Watch = """
        window.__long = []; window.__late = []; window.__batches = 0;
        document.addEventListener('blox:time', () => __batches++);
        new PerformanceObserver(l => { for (const e of l.getEntries()) __long.push([e.startTime, e.duration]); }).observe({ type: 'longtask', buffered: true });
        addEventListener('DOMContentLoaded', () => new MutationObserver(changes => {
          const now = Date.now();
          for (const change of changes) if (change.target.matches('.rig .seen')) __late.push(now - Date.parse(change.target.dataset.at));
        }).observe(document.body, { attributes: true, attributeFilter: ['data-at'], subtree: true }));
        """;

    readonly IPlaywright playwright;
    readonly IBrowser browser;
    readonly PageClient pages;
    IPage? page;
    ICDPSession? tools;
    int batches;
    double received;
    int requests;

    SlowBrowser(IPlaywright playwright, IBrowser browser, PageClient pages) => (this.playwright, this.browser, this.pages) = (playwright, browser, pages);

    /// <summary>Starts it.</summary>
    public static async Task<SlowBrowser> StartAsync(PageClient pages)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--enable-precise-memory-info"] });
        var other = await browser.NewContextAsync();
        await (await other.NewPageAsync()).GotoAsync(new Uri(pages.Server, "sign-in").ToString());
        await Task.Delay(s_settles);
        await other.CloseAsync();
        return new(playwright, browser, pages);
    }

    /// <summary>Opens the page some times, each with nothing in the cache, and leaves the last one open.</summary>
    public async Task<(double Kilobytes, int Requests, double[] InteractiveMilliseconds)> FirstLoadAsync(string path)
    {
        double[] interactive = new double[Loads];
        for (int i = 0; i < Loads; i++) { interactive[i] = await LoadAsync(path); }
        return (received / 1024, requests, [.. interactive.Order()]);
    }

    async Task<double> LoadAsync(string path)
    {
        await OpenAsync(path, Slower);
        await UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        await Task.Delay(TimeSpan.FromSeconds(3));
        double ready = await NumberAsync("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
        double quiet = await NumberAsync("(() => { let end = 0; for (const [at, took] of __long) if (end === 0 || at < end + 2000) end = at + took; return end; })()");
        return Math.Max(ready, quiet);
    }

    /// <summary>Main thread per batch while the page is only looked at.</summary>
    public async Task<(int Batches, double MillisecondsPerBatch, double LongestTask)> LiveAsync(TimeSpan howLong, CancellationToken cancellationToken)
    {
        await page!.EvaluateAsync("__long.length = 0");
        int before = batches;
        double busy = await MetricAsync("TaskDuration");
        await Task.Delay(howLong, cancellationToken);
        double spent = await MetricAsync("TaskDuration") - busy;
        int count = batches - before;
        return (count, count == 0 ? 0 : spent * 1000 / count, await NumberAsync("Math.max(0, ...__long.map(l => l[1]))"));
    }

    /// <summary>How long after its arrival at the server an update is in the page, on a processor of full speed.</summary>
    public async Task<(double P50, double P95, int Count)> LatenessAsync(string path, TimeSpan howLong, CancellationToken cancellationToken)
    {
        await OpenAsync(path, 1);
        await UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        await page!.EvaluateAsync("__late.length = 0");
        await Task.Delay(howLong, cancellationToken);
        double[] late = [.. (await page.EvaluateAsync<double[]>("__late")).Order()];
        await LeaveAsync();
        return late.Length == 0 ? throw new BenchException("nothing was updated") : (late[late.Length / 2], late[(int)(late.Length * 0.95)], late.Length);
    }

    /// <summary>How much the heap has grown, garbage apart, after as many batches as an hour brings: those that come while the page listens are told again and again.</summary>
    /// <param name="path">Page.</param>
    /// <param name="listens">How long it is told what the server says, before.</param>
    /// <param name="faster">So many times as fast as they came are they told again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(double Bytes, int Batches)> HeapGrowthAsync(string path, TimeSpan listens, int faster, CancellationToken cancellationToken)
    {
        var told = new ConcurrentQueue<string>();
        IWebSocketRoute? live = null;
        await OpenAsync(path, 1, context => context.RouteWebSocketAsync(url => url.Contains("/live", StringComparison.Ordinal), socket => live = Overhear(socket, told)));
        await UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
        told.Clear();
        await Task.Delay(listens, cancellationToken);
        string[] again = [.. told];
        if (again.Length == 0) { throw new BenchException("no batch came"); }
        double before = await HeapAsync(), drawn = await NumberAsync("__batches");
        int hour = (int)(again.Length * (TimeSpan.FromHours(1) / listens));
        using var timer = new PeriodicTimer(listens / again.Length / faster);
        for (int i = 0; i < hour && await timer.WaitForNextTickAsync(cancellationToken); i++) { live!.Send(again[i % again.Length]); }
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        int taken = (int)(await NumberAsync("__batches") - drawn);
        return taken < hour ? throw new BenchException($"the page took {taken} of {hour} batches") : (await HeapAsync() - before, taken);
    }

    static IWebSocketRoute Overhear(IWebSocketRoute socket, ConcurrentQueue<string> told)
    {
        socket.ConnectToServer().OnMessage(frame =>
        {
            if (frame.Text is not { } text) { return; }
            if (text.Contains(Batch, StringComparison.Ordinal)) { told.Enqueue(text); }
            socket.Send(text);
        });
        return socket;
    }

    /// <summary>Closes the page.</summary>
    public async Task LeaveAsync()
    {
        if (page is not null) { await page.Context.CloseAsync(); }
        page = null;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    async Task OpenAsync(string path, int slower, Func<IBrowserContext, Task>? prepare = null)
    {
        await LeaveAsync();
        var context = await browser.NewContextAsync(new() { BaseURL = pages.Server.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddCookiesAsync(pages.Cookies.GetCookies(pages.Server).Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = pages.Server.ToString() }));
        await context.AddInitScriptAsync(Watch);
        if (prepare is not null) { await prepare(context); }
        page = await context.NewPageAsync();
        tools = await context.NewCDPSessionAsync(page);
        (received, requests) = (0, 0);
        tools.Event("Network.loadingFinished").OnEvent += (_, json) => { received += json!.Value.GetProperty("encodedDataLength").GetDouble(); requests++; };
        tools.Event("Network.webSocketFrameReceived").OnEvent += (_, json) => { if (json!.Value.GetProperty("response").GetProperty("payloadData").GetString()!.Contains(Batch, StringComparison.Ordinal)) { batches++; } };
        await tools.SendAsync("Network.enable");
        await tools.SendAsync("Performance.enable");
        await tools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slower });
        await page.GotoAsync(path);
    }

    async Task<double> HeapAsync()
    {
        for (int i = 0; i < 3; i++) { await tools!.SendAsync("HeapProfiler.collectGarbage"); }
        return (await tools!.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
    }

    async Task<double> MetricAsync(string name) =>
        (await tools!.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray().First(m => m.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();

    async Task<double> NumberAsync(string script) => (await page!.EvaluateAsync<JsonElement>(script)).GetDouble();

    async Task UntilAsync(string script)
    {
        for (int i = 0; i < 300; i++)
        {
            if (await page!.EvaluateAsync<bool>(script)) { return; }
            await Task.Delay(100);
        }
        throw new BenchException($"never: {script}");
    }
}
