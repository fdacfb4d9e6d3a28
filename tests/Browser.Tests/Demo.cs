using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A server with the demo's twelve rigs, started when the first test asks for it, and its owner, who signs in once.</summary>
public abstract class Demo : IAsyncDisposable
{
    const string Email = "demo@example.com";

    /// <summary>So long a session is handed on: ten minutes after its beginning its owner is asked again who he is where much is at stake, and a test needs some of them.</summary>
    static readonly TimeSpan s_handedOn = TimeSpan.FromMinutes(5);

    readonly Lazy<Task<WebServer>> _server = new(StartAsync);
    readonly SemaphoreSlim _one = new(1, 1);
    IReadOnlyList<Cookie>? _session;
    long _signedInAt;

    /// <summary>What the console said when the server was ready.</summary>
    public string FirstWords { get; private set; } = "";

    /// <summary>Password of the owner.</summary>
    public string Password { get; private set; } = "";

    /// <summary>The server.</summary>
    public async Task<WebServer> ServerAsync()
    {
        var server = await _server.Value;
        await _one.WaitAsync();
        if (FirstWords.Length == 0) { (FirstWords, Password) = (server.Output, server.DemoPassword); }
        _one.Release();
        return server;
    }

    /// <summary>Its owner in a window of his own, signed in, with nothing opened yet.</summary>
    public async Task<Visitor> VisitAsync(Chromium chromium, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        var server = await ServerAsync();
        var visitor = await chromium.VisitAsync(server.Url, width, height, scheme);
        visitor.Password = Password;
        await _one.WaitAsync();
        try
        {
            if (_session is null || TimeProvider.System.GetElapsedTime(_signedInAt) > s_handedOn)
            {
                _signedInAt = TimeProvider.System.GetTimestamp();
                await visitor.SignInAsync(Email, Password);
                _session = [.. (await visitor.Page.Context.CookiesAsync()).Select(static one => new Cookie { Name = one.Name, Value = one.Value, Domain = one.Domain, Path = one.Path })];
            }
            else { await visitor.Page.Context.AddCookiesAsync(_session); }
        }
        finally { _one.Release(); }
        return visitor;
    }

    /// <summary>As <see cref="VisitAsync"/>, on the list of the farm, which is live.</summary>
    public async Task<Visitor> OnListAsync(Chromium chromium, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        var visitor = await VisitAsync(chromium, width, height, scheme);
        await visitor.Page.GotoAsync("/");   // who has one farm lands on it
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live'", seconds: 60);
        return visitor;
    }

    /// <summary>As <see cref="VisitAsync"/>, on the page of a rig.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="rig">Selector of its row: ".rig:has(.gpu.critical)". It is waited for.</param>
    /// <param name="name">Its name; null takes the first that fits.</param>
    /// <param name="width">Of the window, CSS pixels.</param>
    /// <param name="height">Of the window, CSS pixels.</param>
    /// <param name="scheme">What the reader's system prefers.</param>
    public async Task<Visitor> OnRigAsync(Chromium chromium, string rig, string? name = null, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        var visitor = await OnListAsync(chromium, width, height, scheme);
        await visitor.Page.GotoAsync(await RigAsync(visitor, rig, name));
        return visitor;
    }

    /// <summary>Path of a rig's page; as in <see cref="OnRigAsync"/>, for somebody who is on the list.</summary>
    public static async Task<string> RigAsync(Visitor visitor, string rig, string? name = null)
    {
        var link = visitor.Page.Locator(rig + (name is null ? " .name" : $" .name:text-is('{name}')")).First;
        await link.WaitForAsync(new() { Timeout = 90_000 });
        return (await link.GetAttributeAsync("href"))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) { await (await _server.Value).DisposeAsync(); }
        _one.Dispose();
        GC.SuppressFinalize(this);
    }

    // Not ended with the test that happens to ask first.
    static Task<WebServer> StartAsync() => WebServer.StartAsync(CancellationToken.None, "--demo");
}
