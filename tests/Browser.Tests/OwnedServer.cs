namespace BloxOs.Browser.Tests;

/// <summary>A server that its owner has just set up, with two rigs that never called: one for all tests of a class that need no more.</summary>
public sealed class OwnedServer(Chromium chromium) : IAsyncLifetime
{
    /// <summary>The server; its owner signs in with <see cref="WebServer.Email"/> and <see cref="WebServer.Password"/>.</summary>
    public WebServer Server { get; private set; } = null!;

    /// <summary>Path of the farm.</summary>
    public string Farm { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        await using var owner = await chromium.VisitAsync(Server.Url);
        string farmUrl = await Server.SetUpAsync(owner);
        Farm = new Uri(farmUrl).AbsolutePath;
        foreach (string name in new[] { "oak-07", "fir-01" }) { await WebServer.AddRigAsync(owner, farmUrl, name); }
    }

    /// <summary>Its owner, signed in.</summary>
    public async Task<Visitor> VisitAsync(int width = 1440, int height = 900, bool javaScript = true, string? timeZone = null)
    {
        var owner = await chromium.VisitAsync(Server.Url, width, height, javaScript: javaScript, timeZone: timeZone);
        await owner.SignInAsync(WebServer.Email, WebServer.Password);
        return owner;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
