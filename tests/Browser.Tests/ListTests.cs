using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The list of a farm with more rigs than are loaded at once.</summary>
public sealed class ListTests(Chromium chromium, BigFarm farm) : IClassFixture<BigFarm>
{
    static readonly string? s_pictures = Environment.GetEnvironmentVariable("BLOXOS_PICTURES");

    [Fact]
    public async Task Only_a_window_is_loaded_and_scrolling_brings_every_rig_once()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        int first = await visitor.Page.EvaluateAsync<int>("document.querySelectorAll('.rig').length");
        Assert.InRange(first, 60, BigFarm.Count);
        Assert.Equal(BigFarm.Count, int.Parse(await visitor.Page.InnerTextAsync("#count-all"), System.Globalization.CultureInfo.InvariantCulture));
        await visitor.Page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        await visitor.UntilAsync($"(window.scrollTo(0, document.documentElement.scrollHeight), new Set([...document.querySelectorAll('.rig')].map(r => r.id)).size === {BigFarm.Count})", seconds: 60);
        Assert.Equal(BigFarm.Count, await visitor.Page.EvaluateAsync<int>("document.querySelectorAll('.rig').length"));
        // The last one on the screen is kept up to date, too.
        await visitor.Page.EvaluateAsync("window.row = [...document.querySelectorAll('.rig')].pop().id; window.before = document.getElementById(row).innerText");
        await visitor.UntilAsync("document.getElementById(row).innerText.replace(/\\d+ s/g, '') !== window.before.replace(/\\d+ s/g, '')", seconds: 60);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Without_scripts_the_rest_is_a_link_and_boxes_are_a_form()
    {
        await using var visitor = await farm.VisitAsync(chromium, javaScript: false);
        await visitor.Page.ClickAsync("#more a");
        await visitor.Page.WaitForURLAsync(static url => url.Contains("after=", StringComparison.Ordinal));
        await visitor.Page.Locator(".rig .pick input").Nth(0).CheckAsync();
        await visitor.Page.Locator(".rig .pick input").Nth(2).CheckAsync();
        await visitor.Page.ClickAsync("#batch button[value=tags]");
        await visitor.Page.FillAsync("#add", "plain");
        await visitor.Page.ClickAsync("form.card button.primary");
        await visitor.Page.WaitForSelectorAsync(".note.ok");
        Assert.Equal(2, await visitor.Page.Locator("tbody tr").CountAsync());
    }

    [Fact]
    public async Task Filters_search_and_view_are_kept_in_the_address()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        string list = visitor.Page.Url;
        await visitor.Page.FillAsync("#q", "bench-00001");
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === 10");
        Assert.EndsWith("?q=bench-00001", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.ReloadAsync();
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === 10 && document.getElementById('q').value === 'bench-00001'");
        await visitor.Page.ClickAsync("#views a:has-text('Tiles')");
        await visitor.UntilAsync("document.querySelectorAll('.tile').length === 10");
        Assert.Contains("v=tiles", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.ClickAsync(".chip:has-text('Offline')");
        await visitor.UntilAsync("document.querySelectorAll('.tile').length === 0");
        Assert.Contains("v=tiles&f=offline&q=bench-00001", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.GotoAsync(list + "?q=coin:RVN");
        int coins = await visitor.Page.Locator(".rig").CountAsync();
        Assert.InRange(coins, 1, BigFarm.Count - 1);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Rigs_are_chosen_by_range_by_keyboard_and_all_and_stay_chosen_under_live_rows()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        var boxes = visitor.Page.Locator(".rig .pick input");
        // Rows are swapped all the time, so that on a busy machine none keeps still for as long as a driver waits for.
        await boxes.Nth(1).CheckAsync(new() { Force = true });
        await boxes.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift], Force = true });
        await visitor.UntilAsync("document.getElementById('batch-count').textContent === '4 rigs'");
        await visitor.Page.EvaluateAsync("window.chosen = [...document.querySelectorAll('.rig.sel')].map(r => r.id); window.nodes = chosen.map(id => document.getElementById(id))");
        await visitor.UntilAsync("chosen.every((id, i) => document.getElementById(id) !== nodes[i])", seconds: 90);   // each was swapped
        Assert.True(await visitor.Page.EvaluateAsync<bool>("chosen.every(id => document.getElementById(id).matches('.sel') && document.querySelector(`#${id} .pick input`).checked)"));

        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.UntilAsync("getComputedStyle(document.getElementById('batch')).display === 'none' && document.querySelectorAll('.rig.sel').length === 0");
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        foreach (string key in new[] { "j", "j", "x", "k", "x" }) { await visitor.Page.Keyboard.PressAsync(key); }
        await visitor.UntilAsync("document.getElementById('batch-count').textContent === '2 rigs'");
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '{BigFarm.Count} rigs'");
        Assert.Equal(BigFarm.Count, await visitor.Page.EvaluateAsync<int>("document.getElementById('batch').elements.rigs.value.split(' ').length"));
        await PictureAsync(visitor, "list-chosen");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.UntilAsync("getComputedStyle(document.getElementById('batch')).display === 'none'");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_view_is_saved_under_a_name_and_found_again()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        string list = visitor.Page.Url;
        await visitor.Page.FillAsync("#q", "model:3080");
        await visitor.UntilAsync("location.search === '?q=model%3A3080'");
        await visitor.Page.ClickAsync("details.saved summary");
        await visitor.Page.FillAsync("details.saved [name=name]", "All 3080s");
        await PictureAsync(visitor, "saved-view");
        await visitor.Page.ClickAsync("details.saved button");
        await visitor.Page.WaitForURLAsync(static url => url.EndsWith("?q=model%3A3080", StringComparison.Ordinal));
        await visitor.Page.GotoAsync(list);
        await visitor.Page.ClickAsync("details.saved summary");
        await visitor.Page.ClickAsync("details.saved a:has-text('All 3080s')");
        await visitor.UntilAsync("document.getElementById('q')?.value === 'model:3080' && document.querySelector('details.saved summary').innerText.includes('All 3080s')");
        await visitor.Page.GotoAsync(list + "/views");
        await PictureAsync(visitor, "views");
        await visitor.Page.ClickAsync("button:has-text('Delete')");
        await visitor.UntilAsync("document.body.innerText.includes('None yet')");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Many_rigs_get_tags_names_and_commands_from_the_bar()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        string list = visitor.Page.Url;
        await visitor.Page.FillAsync("#q", "bench-00014");
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === 10");
        await ChooseAllAsync(visitor, "tags");
        await visitor.Page.FillAsync("#add", "garage, row-4");
        await PictureAsync(visitor, "batch-tags");
        await visitor.Page.ClickAsync("form.card button.primary");
        await visitor.Page.WaitForSelectorAsync(".note.ok");
        await PictureAsync(visitor, "batch-done");
        await ShowsAsync(visitor, list + "?q=tag:row-4", 10);
        await ChooseAllAsync(visitor, "rename");
        await visitor.Page.FillAsync("#pattern", "renamed-{n:000}");
        await visitor.Page.ClickAsync("button:has-text('Show the names')");
        await visitor.Page.WaitForSelectorAsync(".names b:has-text('renamed-010')");
        await PictureAsync(visitor, "batch-rename");
        await visitor.Page.ClickAsync("button.primary:has-text('Rename')");
        await visitor.Page.WaitForSelectorAsync(".note.ok");
        await ShowsAsync(visitor, list + "?q=renamed-0", 10);
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'");
        await ChooseAllAsync(visitor, "restart");
        await PictureAsync(visitor, "batch-restart");
        await visitor.Page.ClickAsync("form.card button.primary");
        await visitor.Page.WaitForSelectorAsync(".note.ok");
        await visitor.Page.GotoAsync(list + "?q=renamed-0");
        await ChooseAllAsync(visitor, "delete");
        await PictureAsync(visitor, "batch-delete");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_list_of_what_is_offline_follows_by_itself_and_catches_up_after_the_line_was_down()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.GotoAsync(visitor.Page.Url + "?f=idle");
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'");
        await visitor.Page.EvaluateAsync("window.stays = true");
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.UntilAsync("document.querySelector('#live').textContent !== 'Live'", seconds: 60);
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'", seconds: 90);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"));
        await visitor.UntilAsync("[...document.querySelectorAll('.rig .word')].every(w => ['idle', 'online', 'starting', 'not hashing'].includes(w.textContent)) && document.querySelectorAll('.rig').length === Number(document.getElementById('count-idle').textContent)");
    }

    [Fact]
    public async Task Five_hundred_tiles_would_fit_on_a_wall()
    {
        await using var visitor = await farm.VisitAsync(chromium, 1920, 1080);
        await visitor.Page.GotoAsync(visitor.Page.Url + "/wall");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count}");
        // As the server does it from 241 rigs on, with every tile four times.
        await visitor.Page.EvaluateAsync("(() => { const tiles = document.getElementById('tiles'); tiles.classList.add('dense'); const all = [...tiles.children]; for (let i = 0; i < 3; i++) for (const one of all) { const copy = one.cloneNode(true); copy.removeAttribute('id'); tiles.append(copy); } })()");
        int whole = await visitor.Page.EvaluateAsync<int>("[...document.querySelectorAll('.tile')].filter(t => { const r = t.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth; }).length");
        await PictureAsync(visitor, "wall-500");
        Assert.True(whole >= 500, $"{whole} whole tiles");
    }

    [Theory]
    [InlineData("tiles", "?v=tiles", 1440, 900)]
    [InlineData("wall", "/wall", 1920, 1080)]
    [InlineData("tiles-phone", "?v=tiles", 390, 844)]
    public async Task Tiles_show_every_rig_and_change_without_a_reload(string name, string view, int width, int height)
    {
        await using var visitor = await farm.VisitAsync(chromium, width, height);
        await visitor.Page.GotoAsync(visitor.Page.Url + view);
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count} && document.querySelector('#live').textContent === 'Live'");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        if (name == "wall") { Assert.Equal(0, await visitor.Page.Locator(".rail, .top").CountAsync()); }
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = [...document.querySelectorAll('.tile')].map(t => t.innerText).join()");
        await visitor.UntilAsync("window.stays && window.before !== [...document.querySelectorAll('.tile')].map(t => t.innerText).join()", seconds: 60);
        await PictureAsync(visitor, name);
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>The farm hears of its rigs' names a moment after they are saved.</summary>
    static Task ShowsAsync(Visitor visitor, string url, int rigs) => Eventually.Async(
        async () =>
        {
            await visitor.Page.GotoAsync(url);
            return await visitor.Page.Locator(".rig").CountAsync() == rigs;
        },
        TimeSpan.FromSeconds(60),
        url);

    static async Task ChooseAllAsync(Visitor visitor, string act)
    {
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.UntilAsync("document.getElementById('batch-count').textContent === '10 rigs'");
        await visitor.Page.ClickAsync($"#batch button[value={act}]");
        await visitor.Page.WaitForSelectorAsync("form.card h1");
    }

    static async Task PictureAsync(Visitor visitor, string name)
    {
        if (s_pictures is null) { return; }
        Directory.CreateDirectory(s_pictures);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, $"list-{name}.png"), Caret = ScreenshotCaret.Initial });
    }
}
