using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A browser window, and everything that it complained about.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>A tab that can be put out of sight: a browser without a screen shows all of them.</summary>
    public const string Hideable = "Object.defineProperty(Document.prototype, 'hidden', { get: () => window.away === true }); window.look = there => { window.away = !there; document.dispatchEvent(new Event('visibilitychange')); };";

    readonly IBrowserContext _context;

    internal Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") { Complaints.Add(message.Text); } };
        page.WebSocket += (_, socket) => Sockets.Add(socket);
        page.PageError += (_, error) => Complaints.Add(error);
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings on the console.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Every live connection that the window has opened.</summary>
    public List<IWebSocket> Sockets { get; } = [];

    /// <summary>Signs in and lands where that leads.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("input[type=email]", email);
        await Page.FillAsync("input[type=password]", password);
        await Page.ClickAsync("button[type=submit]");
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Waits until a script gives true. Asked from outside: a waiter inside the page would need the eval that its policy forbids.</summary>
    public Task UntilAsync(string script, int seconds = 20) => Eventually.Async(() => HoldsAsync(script), TimeSpan.FromSeconds(seconds), script);

    async Task<bool> HoldsAsync(string script)
    {
        try { return await Page.EvaluateAsync<bool>(script); }
        catch (PlaywrightException gone) when (gone.Message.Contains("Execution context was destroyed", StringComparison.Ordinal)) { return false; }   // between two pages
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
