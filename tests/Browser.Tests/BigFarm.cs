using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;

namespace BloxOs.Browser.Tests;

/// <summary>A farm with more rigs than a page loads at once, and its owner: one for all tests of a class.</summary>
public sealed class BigFarm : IAsyncLifetime
{
    /// <summary>Rigs.</summary>
    public const int Count = 150;

    readonly CancellationTokenSource _stop = new();
    string _password = "";
    Task _running = Task.CompletedTask;

    /// <summary>Its server.</summary>
    public WebServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Server, _password, var tokens) = await WebServer.StartWithRigsAsync(Count, TestContext.Current.CancellationToken);
        var models = FleetGenerator.Rigs(seed: 5, Count);
        var rigs = tokens.Select((token, i) => new SimulatedRig(token, models[i])).ToList();
        _running = new SimulatedFleet(new() { Url = Server.Url.ToString(), Drain = TimeSpan.Zero, StatsSeconds = 2 }, rigs, TimeProvider.System).RunAsync(_stop.Token);
    }

    /// <summary>Its owner on the list, when all rigs report and the page is live.</summary>
    public async Task<Visitor> VisitAsync(Chromium chromium, int width = 1440, int height = 900, bool javaScript = true)
    {
        var visitor = await chromium.VisitAsync(Server.Url, width, height, javaScript: javaScript);
        await visitor.SignInAsync("demo@example.com", _password);
        if (!javaScript) { return visitor; }
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        await visitor.UntilAsync("Number(document.querySelector('#count-offline')?.textContent) === 0 && document.querySelectorAll('.rig .gpu').length > 0", seconds: 90);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await Server.DisposeAsync();
    }
}
