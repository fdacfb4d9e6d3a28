using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;

namespace BloxOs.Browser.Tests;

/// <summary>A laptop shows a farm at a glance.</summary>
[Collection(OwnedGroup.Name)]
public sealed class DensityTests(OwnedServer owned)
{
    const int Rigs = 30;

    [Fact]
    public async Task At_least_25_rigs_with_every_gpu_are_whole_on_a_laptop_screen()
    {
        var server = owned.Server;
        await using var owner = await owned.VisitAsync(1440, 900);
        string farmUrl = await new BatchWalk(owner, server.Url).FarmAsync("Dense hall");
        RigModel[] models = [.. FleetGenerator.Rigs(seed: 11, 400).Where(m => m.Cards.Count >= 6).DistinctBy(m => m.Name).Take(Rigs)];
        string[] tokens = await WebServer.AddRigsAsync(owner, farmUrl, [.. models.Select(static m => m.Name)]);
        SimulatedRig[] rigs = [.. tokens.Zip(models, static (token, model) => new SimulatedRig(token, model))];
        Assert.Equal(Rigs, rigs.Length);
        using var stop = new CancellationTokenSource();
        var running = new SimulatedFleet(new() { Url = server.Url.ToString(), Drain = TimeSpan.Zero }, rigs, TimeProvider.System).RunAsync(stop.Token);

        await owner.Page.GotoAsync(farmUrl);
        int cards = rigs.Sum(r => r.Model.Cards.Count);
        await owner.UntilAsync($"document.querySelectorAll('.rig .gpu').length === {cards}", seconds: 60);
        int whole = await owner.Page.EvaluateAsync<int>("""
            [...document.querySelectorAll('.rig')].filter(row => {
              const inside = e => { const r = e.getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth; };
              const cells = [...row.querySelectorAll('.gpu')];
              return inside(row) && cells.length > 0 && cells.every(inside) && cells.every(c => c.getBoundingClientRect().width >= 56);
            }).length
            """);
        Assert.True(whole >= 25, $"{whole} whole rows");
        // Rows of few cards have a height of their own: on the narrowest screen that has them their cards stand beside each other.
        await owner.Page.SetViewportSizeAsync(1200, 900);
        foreach (string density in (string[])["dense", "roomy"])
        {
            string cut = await owner.Page.EvaluateAsync<string>($$"""
                (() => {
                  const root = document.documentElement;
                  [root.dataset.rail, root.dataset.density] = ['open', '{{density}}'];
                  const rows = [...document.querySelectorAll('.rig.one')];
                  const bad = rows.filter(row => [...row.querySelectorAll('.gpu')].some(cell => cell.getBoundingClientRect().bottom > row.getBoundingClientRect().bottom + .5));
                  return rows.length === 0 ? 'no rows' : bad.map(row => row.querySelectorAll('.gpu').length).join();
                })()
                """);
            Assert.Equal("", cut);
        }
        await stop.CancelAsync();
        await running;
        Assert.Empty(owner.Complaints);
    }
}
