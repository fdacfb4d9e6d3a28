using System.Text.Json;

namespace BloxOs.Browser.Tests;

/// <summary>Choosing rigs of several searches.</summary>
public sealed partial class ListTests
{
    const string Box = "(b => b.indeterminate ? 'some' : b.checked ? 'all' : 'none')(document.getElementById('pick-all'))";

    [Fact]
    public async Task The_box_in_the_head_is_that_of_the_list_below_it_and_what_the_server_does_not_say_is_said()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        var page = visitor.Page;
        string list = page.Url;
        await SearchAsync(visitor, "bench-0000", 100);   // more than are loaded
        Assert.InRange(await page.Locator(".rig").CountAsync(), 1, 99);
        await page.ClickAsync("#pick-all");
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '100 rigs' && {Box} === 'all'");

        // Another search with fewer hits than are chosen, none of them chosen: the box says so, adds them, and takes these alone away again.
        await SearchAsync(visitor, "bench-00012", 10);
        Assert.Equal("none", await page.EvaluateAsync<string>(Box));
        Assert.Equal(0, await page.Locator(".rig .pick :checked").CountAsync());
        await page.ClickAsync("#pick-all");
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '110 rigs' && {Box} === 'all'");
        await page.Locator(".rig .pick input").First.UncheckAsync();
        Assert.Equal("some", await page.EvaluateAsync<string>(Box));
        await page.Locator(".rig .pick input").First.CheckAsync();
        Assert.Equal("all", await page.EvaluateAsync<string>(Box));
        await page.ClickAsync("#pick-all");
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '100 rigs' && {Box} === 'none'");
        await SearchAsync(visitor, "bench-0000", 100);
        Assert.Equal("all", await page.EvaluateAsync<string>(Box));

        // Without an answer nothing more is chosen, and that is said; with the next one the note is gone.
        await SearchAsync(visitor, "bench-00012", 10);
        foreach (bool refuses in new[] { true, false })
        {
            await page.RouteAsync("**/*handler=Ids*", route => refuses ? route.FulfillAsync(new() { Status = 503 }) : route.AbortAsync());
            await page.ClickAsync("#pick-all");
            await page.Locator("#pick-note", new() { HasText = "did not say which rigs these are" }).WaitForAsync();
            Assert.Equal(("none", "100 rigs"), (await page.EvaluateAsync<string>(Box), await page.InnerTextAsync("#batch-count")));
            await page.UnrouteAsync("**/*handler=Ids*");
            await page.ClickAsync("#pick-all");
            await visitor.UntilAsync("document.getElementById('pick-note') === null && document.getElementById('batch-count').textContent === '110 rigs'");
            await page.ClickAsync("#pick-all");
            await visitor.UntilAsync("document.getElementById('batch-count').textContent === '100 rigs'");
        }
        visitor.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));

        // Under a filter Ctrl A takes what the filter takes, and nothing else.
        string filter = await page.EvaluateAsync<string>($$"""
            ['attention', 'hot', 'rejects', 'idle'].map(key => [key, Number(document.getElementById(`count-${key}`)?.textContent)]).filter(([, n]) => n > 0 && n < {{BigFarm.Count}}).map(([key]) => `f=${key}`)[0] ?? 'q=coin:RVN'
            """);
        await page.GotoAsync($"{list}?{filter}");
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        await page.EvaluateAsync("document.activeElement.blur()");
        var answer = await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Control+a"), static one => one.Url.Contains("handler=Ids", StringComparison.Ordinal));
        string[] ids = JsonSerializer.Deserialize<string[]>(await answer.TextAsync())!;
        Assert.InRange(ids.Length, 1, BigFarm.Count - 1);
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '{ids.Length} rig{(ids.Length == 1 ? "" : "s")}'");
        Assert.Equal(ids.Order(), (await page.EvaluateAsync<string>("document.getElementById('batch').elements.rigs.value")).Split(' ').Order());
        Assert.Empty(visitor.Complaints);
    }

    static async Task SearchAsync(Visitor visitor, string text, int hits)
    {
        await visitor.Page.FillAsync("#q", text);
        await visitor.UntilAsync($"document.getElementById('rig-list').dataset.search === '{text}' && document.getElementById('rig-list').dataset.total === '{hits}'");
    }
}
