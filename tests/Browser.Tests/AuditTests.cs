using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The audit log as its reader uses it.</summary>
public sealed class AuditTests(OwnedServer owned) : IClassFixture<OwnedServer>
{
    const string Rows = "document.querySelectorAll('#audit-list tbody tr').length";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_by_person_rig_action_and_time_narrow_the_list_at_once_and_exports_follow_them()
    {
        await using var owner = await owned.VisitAsync();
        var page = owner.Page;
        await page.GotoAsync("/audit");
        await owner.UntilAsync($"{Rows} >= 3");

        await page.SelectOptionAsync("#what", "rig.");   // action, without a button
        await owner.UntilAsync($"{Rows} >= 2 && location.search.includes('what=rig.') && !document.querySelector('#audit-list').textContent.includes('Server set up')");
        int lines = await page.Locator("#audit-list tbody tr").CountAsync();
        Assert.Contains("oak-07", await page.InnerTextAsync("tbody"), StringComparison.Ordinal);
        await DownloadAsync(page, "Export CSV", text => text.Contains("oak-07", StringComparison.Ordinal) && !text.Contains("Server set up", StringComparison.Ordinal) && text.Trim().Split('\n').Length == lines + 1);
        await DownloadAsync(page, "Export JSON", text => System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("lines").GetArrayLength() == lines);

        await page.Locator("tbody tr").Filter(new() { HasText = "Mara" }).First.Locator("td:nth-child(2) a").ClickAsync();   // person
        await page.ArrivedAsync(static url => url.Contains("who=", StringComparison.Ordinal));   // whole: filters need their script
        Assert.Contains("oak-07", await page.InnerTextAsync("tbody"), StringComparison.Ordinal);
        await page.FillAsync("#who", "nobody@example.org");
        await page.Locator("#who").BlurAsync();
        await owner.UntilAsync("document.querySelector('#audit-list').textContent.includes('Nothing fits these filters')");

        await page.GotoAsync("/audit");
        await page.FillAsync("#from", "2100-01-01T00:00");   // time
        await page.Locator("#from").BlurAsync();
        await owner.UntilAsync("document.querySelector('#audit-list').textContent.includes('Nothing fits these filters')");
        await page.FillAsync("#from", "2000-01-01T00:00");
        await page.Locator("#from").BlurAsync();
        await owner.UntilAsync($"{Rows} >= 3");
        Assert.Empty(owner.Complaints);
    }

    [Fact]
    public async Task It_is_read_on_a_phone_and_without_JavaScript()
    {
        await using var owner = await owned.VisitAsync(390, 844, javaScript: false);
        await owner.Page.GotoAsync("/audit");
        Assert.Equal("From, UTC", await owner.Page.InnerTextAsync("label[for=from]"));
        await owner.Page.SelectOptionAsync("#what", "rig.");
        await owner.Page.ClickAsync("#audit-find button[type=submit]");
        Assert.Contains("what=rig.", owner.Page.Url, StringComparison.Ordinal);
        string list = await owner.Page.InnerTextAsync("#audit-list");
        Assert.Contains("oak-07", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Server set up", list, StringComparison.Ordinal);
        Assert.EndsWith(" UTC", await owner.Page.InnerTextAsync("#audit-list time >> nth=0"), StringComparison.Ordinal);   // nobody else says whose time it is
        var box = (await owner.Page.Locator("#audit-find").BoundingBoxAsync())!;
        Assert.InRange(box.X + box.Width, 1, 390);   // the form fits; the table scrolls in itself
        var main = (await owner.Page.Locator("main").BoundingBoxAsync())!;
        Assert.InRange(main.Width, 1, 390);
    }

    static async Task DownloadAsync(IPage page, string link, Func<string, bool> holds)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($"text={link}"));
        string text = await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation);
        Assert.True(holds(text), text);
    }

    /// <summary>The longest name that a rig may have, without a place to break it: what happened is still read as a line.</summary>
    [Fact]
    public async Task A_rig_with_the_longest_name_leaves_the_other_columns_their_room()
    {
        await using var owner = await owned.VisitAsync();
        var walk = new BatchWalk(owner, owned.Server.Url);
        string farm = await walk.FarmAsync("Names");
        await WebServer.AddRigAsync(owner, farm, new string('m', 64));
        await walk.ChooseAsync(farm, "rename", new string('m', 64));
        await owner.Page.FillAsync("#pattern", new string('w', 64));
        await owner.Page.ClickAsync("[data-again]");
        await owner.Page.ClickAsync("form.card footer button:text-is('Rename')");
        await owner.Page.WaitForSelectorAsync(".note.ok");
        await owner.Page.GotoAsync("/audit");
        await owner.UntilAsync("document.querySelector('tbody td:nth-child(5)')?.textContent.includes('wwww')");
        if (Environment.GetEnvironmentVariable("BLOXOS_PICTURES") is { } pictures) { await owner.Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, "audit-longest.png") }); }
        Assert.Equal("", await owner.Page.EvaluateAsync<string>("[...document.querySelectorAll('tbody td:nth-child(3) a')].filter(a => a.getClientRects().length > 1).map(a => a.textContent).join()"));
        Assert.True(await owner.Page.EvaluateAsync<bool>("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('#audit-list .scroll'))"), "the table is pushed aside");
    }
}
