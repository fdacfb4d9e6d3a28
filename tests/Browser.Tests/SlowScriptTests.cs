using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Scripts come one by one, and between two of them a question can be asked and answered: none may need what comes behind it.</summary>
public sealed class SlowScriptTests(Chromium chromium, SharedDemo demo)
{
    [Theory]
    [InlineData("/?all=true", "/lib/htmx.min.")]
    [InlineData("/?all=true", "/js/ages.")]
    [InlineData("FARM/charts", "/js/ages.")]
    public async Task A_shared_script_comes_late_and_the_page_goes_live_and_complains_of_nothing(string path, string late)
    {
        // A browser that knows nothing yet: a worker would bring the script past the one who holds it.
        await using var visitor = await demo.VisitAsync(chromium);
        var page = visitor.Page;
        string farm = (await page.APIRequest.GetAsync("/")).Url;   // who has one farm is led to it
        var (held, isWanted) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(url => new Uri(url).AbsolutePath.StartsWith(late, StringComparison.Ordinal), async route =>
        {
            isWanted.TrySetResult();
            await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(path.Replace("FARM", farm, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        await isWanted.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        // What a script before it asks is asked before these, and mostly answered before them.
        await visitor.UntilAsync("document.readyState !== 'loading'");
        await page.EvaluateAsync("(async () => { for (let i = 0; i < 5; i++) await (await fetch(location.href, { cache: 'no-store' })).text(); })()");
        held.SetResult();
        await visitor.UntilAsync("document.querySelector('#lamp')?.textContent === 'Live'");
        Assert.Empty(visitor.Complaints);
    }
}
