using System.Net.WebSockets;
using BloxOs.Protocol;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Somebody who makes farms, ticks rigs and does something to them.</summary>
internal sealed class BatchWalk(Visitor owner, Uri server)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IPage Page => owner.Page;

    /// <summary>Makes a farm; its address.</summary>
    public async Task<string> FarmAsync(string name)
    {
        await Page.GotoAsync("/farms/new");
        await Page.FillAsync("[name=Name]", name);
        await Page.ClickAsync("form.card button.primary");
        await Page.ArrivedAsync(static url => url.Contains("/farms/", StringComparison.Ordinal) && !url.Contains("/new", StringComparison.Ordinal));
        return Page.Url.Split('?')[0];
    }

    /// <summary>Ticks these rigs of a farm and presses a button of the bar.</summary>
    public async Task ChooseAsync(string farm, string act, params string[] rigs)
    {
        await Page.GotoAsync(farm + "?s=name");
        foreach (string rig in rigs) { await Page.GetByLabel("Choose " + rig, new() { Exact = true }).CheckAsync(); }
        await owner.UntilAsync($"document.getElementById('batch-count').textContent === '{rigs.Length} {(rigs.Length == 1 ? "rig" : "rigs")}'");
        await Page.PressAsync($"#batch button[value={act}]", "Enter");
        await Page.WaitForSelectorAsync("form.card h1");
    }

    /// <summary>Sends the form that the bar led to; it is done for each of them.</summary>
    public async Task DoAsync(string button)
    {
        await Page.ClickAsync($"form.card footer button:text-is('{button}')");
        await Page.WaitForSelectorAsync(".note.ok");
        Assert.Equal(2, await Page.Locator("tbody tr").CountAsync());
    }

    /// <summary>The farm has these rigs, each with its tags, and no others. It hears of them a moment after they are saved.</summary>
    public Task HasAsync(string farm, params string[] rigs) => Eventually.CostlyAsync(
        async () =>
        {
            await Page.GotoAsync(farm + "?s=name");
            return (await Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.rig')].map(r => [r.querySelector('.name'), ...r.querySelectorAll('.tag')].map(e => e.textContent).join(' '))")).SequenceEqual(rigs);
        },
        TimeSpan.FromSeconds(60),
        string.Join(", ", rigs),
        Cancellation);

    /// <summary>Whether a rig is let in with this token.</summary>
    public async Task<bool> ConnectsAsync(string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(AgentEndpoint.Subprotocol);
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        try { await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = AgentEndpoint.Path }.Uri, Cancellation); }
        catch (WebSocketException) { return false; }
        return true;
    }
}
