using System.Collections.Concurrent;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A browser window, and everything that it complained about.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>A tab that can be put out of sight: a browser without a screen shows all of them.</summary>
    public const string Hideable = "Object.defineProperty(Document.prototype, 'hidden', { get: () => window.away === true }); window.look = there => { window.away = !there; document.dispatchEvent(new Event('visibilitychange')); };";

    const string Confirm = "/account/confirm";

    readonly IBrowserContext _context;

    internal Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") { Complaints.Enqueue(message.Text); } };
        page.WebSocket += (_, socket) => Sockets.Enqueue(socket);
        page.PageError += (_, error) => Complaints.Enqueue(error);
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings on the console.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>What is entered where it is asked for again; null for who is not signed in.</summary>
    public string? Password { get; set; }

    /// <summary>Every live connection that the window has opened.</summary>
    public ConcurrentQueue<IWebSocket> Sockets { get; } = [];

    /// <summary>Signs in and lands where that leads.</summary>
    public async Task SignInAsync(string email, string password)
    {
        Password = password;
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("input[type=email]", email);
        await Page.FillAsync("input[type=password]", password);
        await Page.ClickAsync("button[type=submit]");
        await Page.ArrivedAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Opens a page. Who signed in ten minutes ago is asked again who he is where much is at stake, and says so: on a slow machine a long test comes there late.</summary>
    /// <returns>The first answer.</returns>
    public async Task<IResponse?> OpenAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        if (Password is null || path.StartsWith(Confirm, StringComparison.Ordinal) || !new Uri(Page.Url).AbsolutePath.Equals(Confirm, StringComparison.Ordinal)) { return answer; }
        await Page.FillAsync("[name=Password]", Password);
        await Page.Keyboard.PressAsync("Enter");
        await Page.ArrivedAsync(static url => !url.Contains(Confirm, StringComparison.Ordinal));
        return answer;
    }

    /// <summary>Waits until a script gives true. Asked from outside: a waiter inside the page would need the eval that its policy forbids.</summary>
    public Task UntilAsync(string script, int seconds = 90) => Eventually.CostlyAsync(() => HoldsAsync(script), TimeSpan.FromSeconds(seconds), script);

    async Task<bool> HoldsAsync(string script)
    {
        try { return await Page.EvaluateAsync<bool>(script); }
        catch (PlaywrightException gone) when (IsBetweenPages(gone.Message)) { return false; }
    }

    /// <summary>The one page is gone, or the next is not all there.</summary>
    static bool IsBetweenPages(string message) =>
        message.Contains("Execution context was destroyed", StringComparison.Ordinal) || message.Contains("Cannot read properties of null", StringComparison.Ordinal);

    /// <summary>Takes away complaints that were to be expected.</summary>
    public void Forgive(Func<string, bool> which)
    {
        for (int left = Complaints.Count; left > 0 && Complaints.TryDequeue(out string? one); left--) { if (!which(one)) { Complaints.Enqueue(one); } }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
