using BloxOs.Protocol;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A server with one rig that has a day behind it: fourteen hours of samples, a gap of three, and six more; a sample every two minutes.</summary>
public sealed class ChartWorld(Chromium chromium) : IAsyncLifetime
{
    static readonly TimeSpan s_every = TimeSpan.FromMinutes(2);

    double _extraWatts;

    /// <summary>The server.</summary>
    public WebServer Server { get; private set; } = null!;

    /// <summary>Path of the farm.</summary>
    public string Farm { get; private set; } = "";

    /// <summary>Path of the rig.</summary>
    public string Rig { get; private set; } = "";

    /// <summary>The rig's token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>When its miner crashed, Unix milliseconds: nine hours ago, within the gap.</summary>
    public long CrashedAt { get; private set; }

    /// <summary>More watts than any samples before: with equal ones the figure of a page that goes on can, rounded, stay the same.</summary>
    public double NextExtraWatts() => _extraWatts += 100;

    public async ValueTask InitializeAsync()
    {
        Server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        await using var owner = await chromium.VisitAsync(Server.Url);
        Farm = new Uri(await Server.SetUpAsync(owner)).AbsolutePath;
        Token = await WebServer.AddRigAsync(owner, new Uri(Server.Url, Farm).ToString(), "oak-07");
        await using (var agent = new PastAgent(Server.Url, Token))
        {
            await agent.ConnectAsync();
            await agent.SendAsync(TimeSpan.FromHours(23), TimeSpan.FromHours(9), s_every);
            long then = CrashedAt = TimeProvider.System.GetUtcNow().AddHours(-9).ToUnixTimeMilliseconds();
            await agent.SendAsync(TimeSpan.FromHours(6), TimeSpan.FromSeconds(20), s_every,
                new RigEvent { At = then, Kind = RigEventKinds.MinerEnded, Instance = "main", Text = "killed by signal 11" },
                new RigEvent { At = then + 60_000, Kind = RigEventKinds.Recovery, Text = "restarted with the driver" });
        }
        await owner.Page.GotoAsync(Farm);
        Rig = (await owner.Page.Locator(".rig .name").First.GetAttributeAsync("href"))!;
    }

    /// <summary>Its owner, signed in.</summary>
    public async Task<Visitor> VisitAsync(int width = 1440, int height = 900, string? timeZone = null)
    {
        var visitor = await chromium.VisitAsync(Server.Url, width, height, timeZone: timeZone);
        await visitor.Page.Context.AddCookiesAsync([new Cookie { Name = "bloxos-theme", Value = "dark", Url = Server.Url.ToString() }]);
        await visitor.SignInAsync(WebServer.Email, WebServer.Password);
        return visitor;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
