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
    SimulatedRig _last = null!;
    CancellationTokenSource _stopLast = new();
    Task _running = Task.CompletedTask, _lastRuns = Task.CompletedTask;

    /// <summary>Its server.</summary>
    public WebServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Server, _password, var tokens) = await WebServer.StartWithRigsAsync(Count, TestContext.Current.CancellationToken);
        var models = FleetGenerator.Rigs(seed: 5, Count);
        var rigs = tokens.Select((token, i) => new SimulatedRig(token, models[i])).ToList();
        (_running, _last) = (RunAsync(rigs[..^1], _stop.Token), rigs[^1]);
        SwitchOn();
    }

    /// <summary>One of the rigs comes back.</summary>
    public void SwitchOn()
    {
        _stopLast.Dispose();
        _stopLast = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _lastRuns = RunAsync([_last], _stopLast.Token);
    }

    /// <summary>It goes; others stay.</summary>
    public async Task SwitchOffAsync()
    {
        await _stopLast.CancelAsync();
        await _lastRuns;
    }

    Task<FleetResult> RunAsync(IReadOnlyList<SimulatedRig> rigs, CancellationToken stop) =>
        new SimulatedFleet(new() { Url = Server.Url.ToString(), Drain = TimeSpan.Zero, StatsSeconds = 2 }, rigs, TimeProvider.System).RunAsync(stop);

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
        await Task.WhenAll(_running, _lastRuns).WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _stopLast.Dispose();
        await Server.DisposeAsync();
    }
}
