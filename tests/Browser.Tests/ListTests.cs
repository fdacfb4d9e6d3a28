using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The list of a farm with more rigs than are loaded at once.</summary>
public sealed partial class ListTests(Chromium chromium, BigFarm farm) : IClassFixture<BigFarm>
{
    static readonly string? s_pictures = Environment.GetEnvironmentVariable("BLOXOS_PICTURES");

    [Fact]
    public async Task Only_a_window_is_loaded_and_scrolling_brings_every_rig_once()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        int first = await visitor.Page.EvaluateAsync<int>("document.querySelectorAll('.rig').length");
        Assert.InRange(first, 25, BigFarm.Count - 1);
        // Everything that a first visit brings over the wire, as it is packed there.
        int bytes = await visitor.Page.EvaluateAsync<int>("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((all, one) => all + one.encodedBodySize, 0)");
        Assert.InRange(bytes, 10_000, 150 * 1024);
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
        await visitor.Page.ArrivedAsync(static url => url.Contains("after=", StringComparison.Ordinal));
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
        await boxes.Nth(1).CheckAsync();
        await boxes.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await visitor.UntilAsync("document.getElementById('batch-count').textContent === '4 rigs'");
        // Every chosen row changes, and is the same row with the same box all the time.
        await visitor.Page.EvaluateAsync("""
            (() => {
              const words = row => row.innerText.replace(/\d+.s\b/g, '');
              window.chosen = [...document.querySelectorAll('.rig:has(.pick :checked)')].map(row => ({ row, id: row.id, box: row.querySelector('.pick input'), name: row.querySelector('.name'), before: words(row) }));
              window.changed = () => chosen.length === 4 && chosen.every(c => words(document.getElementById(c.id)) !== c.before);
              window.same = () => chosen.every(c => document.getElementById(c.id) === c.row && c.row.contains(c.box) && c.row.contains(c.name) && c.box.checked);
            })()
            """);
        await visitor.UntilAsync("changed()", seconds: 90);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("same()"));

        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.UntilAsync("getComputedStyle(document.getElementById('batch')).display === 'none' && document.querySelectorAll('.rig:has(.pick :checked)').length === 0");
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        foreach (string key in new[] { "j", "x", "Shift+J" }) { await visitor.Page.Keyboard.PressAsync(key); }
        await visitor.UntilAsync("document.getElementById('batch-count').textContent === '2 rigs'");
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.UntilAsync($"document.getElementById('batch-count').textContent === '{BigFarm.Count} rigs'");
        Assert.Equal(BigFarm.Count, await visitor.Page.EvaluateAsync<int>("document.getElementById('batch').elements.rigs.value.split(' ').length"));
        await PictureAsync(visitor, "list-chosen");
        // Wherever the list is scrolled to, the bar is whole on the screen.
        foreach (string to in new[] { "document.documentElement.scrollHeight", "document.documentElement.scrollHeight / 2", "0" })
        {
            await visitor.Page.EvaluateAsync($"window.scrollTo(0, {to})");
            await visitor.UntilAsync("(() => { const bar = document.getElementById('batch'), b = bar.getBoundingClientRect(); return b.height > 0 && b.top >= 0 && b.bottom <= innerHeight && bar.contains(document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2)); })()");
        }
        // More than one go takes is said before it is refused.
        await visitor.Page.EvaluateAsync("document.getElementById('batch').dataset.most = '100'");
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.UntilAsync("!document.getElementById('batch-most').hidden && [...document.querySelectorAll('#batch button[name=act]')].every(b => b.disabled)");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.UntilAsync("getComputedStyle(document.getElementById('batch')).display === 'none'");
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>What arrives while a person is at a row changes what it says, and nothing of what he does there.</summary>
    [Fact]
    public async Task A_click_a_focus_and_a_selection_outlive_what_arrives_meanwhile()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.EvaluateAsync("""
            (() => {
              const words = () => row.querySelector('.gpus').innerText;
              window.row = document.querySelectorAll('.rig:has(.st.mining):has(.gpu:not(.cpu))')[2];
              window.watch = () => { window.before = words(); };
              window.moved = () => words() !== window.before;
              window.box = row.querySelector('.pick input');
              const cell = row.querySelector('.gpu');
              window.cell = cell;
              cell.focus();
              getSelection().selectAllChildren(row.querySelector('.name'));
            })()
            """);
        string name = await visitor.Page.EvaluateAsync<string>("row.querySelector('.name').textContent");
        await ChangesAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.activeElement === cell && row.contains(cell)"));
        Assert.Equal(name, await visitor.Page.EvaluateAsync<string>("getSelection().toString()"));

        await visitor.Page.Locator(".rig .pick input").Nth(2).HoverAsync();   // while somebody is at the list no row moves
        var middle = await visitor.Page.EvaluateAsync<float[]>("(() => { const r = box.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        await visitor.Page.Mouse.MoveAsync(middle[0], middle[1]);
        await visitor.Page.Mouse.DownAsync();
        await ChangesAsync();
        await visitor.Page.Mouse.UpAsync();
        await visitor.UntilAsync("box.checked && document.getElementById('batch-count').textContent === '1 rig'");

        // A number that somebody has selected to copy it waits until he lets go of it.
        await visitor.Page.EvaluateAsync("window.speed = row.querySelector('.c-hash > span').firstChild; getSelection().setBaseAndExtent(speed, 0, speed, speed.length)");
        string held = await visitor.Page.EvaluateAsync<string>("getSelection().toString()");
        await ChangesAsync();
        Assert.Equal(held, await visitor.Page.EvaluateAsync<string>("getSelection().toString()"));
        Assert.Empty(visitor.Complaints);

        async Task ChangesAsync()
        {
            await visitor.Page.EvaluateAsync("watch()");
            await visitor.UntilAsync("moved()", seconds: 90);
        }
    }

    [Fact]
    public async Task A_list_in_a_chosen_order_changes_in_place_and_is_not_fetched_again()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.ClickAsync(".rigs-head a:has-text('Power')");
        await visitor.UntilAsync("document.getElementById('rig-list').dataset.order === 'power' && document.querySelector('#live').textContent === 'Live'");
        int asked = 0;
        visitor.Page.Request += (_, request) => { if (request.Url.Contains("handler=List", StringComparison.Ordinal)) { Interlocked.Increment(ref asked); } };
        await visitor.Page.EvaluateAsync("window.rows = [...document.querySelectorAll('.rig')].slice(0, 20); window.before = rows.map(r => r.innerText)");
        await visitor.UntilAsync("rows.filter((r, i) => r.innerText.replace(/\\d+.s\\b/g, '') !== before[i].replace(/\\d+.s\\b/g, '')).length > 10", seconds: 90);
        await visitor.UntilAsync("rows.every(r => r.isConnected)");
        Assert.Equal(0, Volatile.Read(ref asked));

        await visitor.Page.Mouse.MoveAsync(5, 5);
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        // One that clearly uses more belongs above, one that trembles stays.
        bool[] went = await visitor.Page.EvaluateAsync<bool[]>("""
            (() => {
              const rigs = [...document.querySelectorAll('#rigs-first .rig')], row = rigs[10], next = rigs[9].dataset.watts;
              row.dataset.watts = String(Number(next) * 1.01);
              bloxList.place(row);
              const stayed = row.previousElementSibling === rigs[9];
              row.dataset.watts = String(Number(rigs[0].dataset.watts) * 2);
              bloxList.place(row);
              return [stayed, row.previousElementSibling === null];
            })()
            """);
        Assert.Equal([true, true], went);
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>The highest, the lowest, and back to what needs a person; all of it by keyboard, over more rigs than are loaded.</summary>
    [Fact]
    public async Task A_head_that_is_clicked_again_turns_the_order_round_and_rows_settle_into_it()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        foreach (var (order, direction) in (IEnumerable<(string, string?)>)[("power", "descending"), ("power-asc", "ascending")])
        {
            await visitor.Page.FocusAsync(".rigs-head a:has-text('Power')");
            await visitor.Page.Keyboard.PressAsync("Enter");
            await visitor.UntilAsync($"document.getElementById('rig-list')?.dataset.order === '{order}' && location.search === '?s={order}' && document.querySelector('#live')?.textContent === 'Live'");
            Assert.Equal(direction, await visitor.Page.GetAttributeAsync(".rigs-head [aria-sort]", "aria-sort"));
            Assert.True(await visitor.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.rigs-head [aria-sort] *')].every(e => e.getBoundingClientRect().right <= e.closest('[aria-sort]').getBoundingClientRect().right + 1)"), "the head is cut");
        }
        await PictureAsync(visitor, "turned");
        // A rig that changed its place between two answers is in none of them.
        await visitor.Page.EvaluateAsync("""
            (() => {
              const whole = window.fetch;
              window.fetch = async (url, how) => {
                const answer = await whole(url, how);
                if (window.slipped || !String(url).includes('handler=More')) return answer;
                const template = document.createElement('template'), home = document.createElement('div');
                template.innerHTML = await answer.text();
                window.slipped = template.content.querySelector('.rig').id;
                template.content.querySelector('.rig').remove();
                home.append(template.content);
                return new Response(home.innerHTML);
              };
            })()
            """);
        // The least of all 150, not of those that were loaded before: of the order turned round none is below the first.
        await visitor.UntilAsync($"(window.scrollTo(0, document.documentElement.scrollHeight), document.querySelectorAll('.rig').length === {BigFarm.Count})", seconds: 60);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.getElementById(slipped) !== null"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("(() => { const watts = [...document.querySelectorAll('.rig')].map(r => Number(r.dataset.watts)).filter(w => w >= 0); return watts.slice(0, 5).every(w => w <= watts[watts.length - 1]); })()"));
        await visitor.Page.Mouse.MoveAsync(5, 5);
        string[] went = await visitor.Page.EvaluateAsync<string[]>("""
            (() => {
              const all = document.getElementById('rigs-first'), rows = [...all.children], row = rows[10], at = () => [...all.children].indexOf(row);
              document.activeElement.blur();
              rows.forEach((r, i) => { r.dataset.watts = String(100 + 10 * i); });
              const told = [];
              for (const watts of ['201', '90', '-1']) {
                row.dataset.watts = watts;
                bloxList.place(row);
                told.push(at());
              }
              rows[20].dataset.watts = '-1';
              bloxList.place(row);
              told.push(at());
              return told.map(String);
            })()
            """);
        Assert.Equal(["10", "0", $"{BigFarm.Count - 1}", $"{BigFarm.Count - 1}"], went);
        await visitor.Page.ClickAsync(".rigs-head [aria-sort] a");
        await visitor.UntilAsync("document.getElementById('rig-list')?.dataset.whole === '1' && location.search === '' && !document.querySelector('[aria-sort]')");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task What_a_state_means_is_told_to_the_keyboard_and_to_a_finger()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        const string Told = "(() => { const s = getComputedStyle(document.querySelectorAll('.rig')[1].querySelector('.c-name'), '::after'); return s.content; })()";
        Assert.Equal("none", await visitor.Page.EvaluateAsync<string>(Told));
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        await visitor.Page.Keyboard.PressAsync("j");
        await visitor.Page.Keyboard.PressAsync("j");
        string rule = await visitor.Page.EvaluateAsync<string>("document.querySelectorAll('.rig')[1].querySelector('.c-name').dataset.rule");
        Assert.Contains(": ", rule, StringComparison.Ordinal);
        await visitor.UntilAsync($"{Told}.includes(document.querySelectorAll('.rig')[1].querySelector('.c-name').dataset.rule)");
        // The ring around its name is whole: nothing around it cuts it.
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>("""
            (() => {
              const name = document.activeElement, box = name.getBoundingClientRect(), style = getComputedStyle(name), by = Math.max(0, parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth)), cut = [];
              for (let around = name.parentNode; around !== document.body; around = around.parentNode) {
                const edge = around.getBoundingClientRect();
                if (getComputedStyle(around).overflowY !== 'visible' && (box.top - by < edge.top - .5 || box.bottom + by > edge.bottom + .5)) cut.push(around.className);
              }
              return name.matches('.name') && style.outlineStyle === 'solid' ? cut.join() : 'no ring';
            })()
            """));
        await PictureAsync(visitor, "rule");
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        Assert.Equal("none", await visitor.Page.EvaluateAsync<string>(Told));
        await visitor.Page.Locator(".rig").Nth(1).Locator(".word").ClickAsync();
        await visitor.UntilAsync($"{Told} !== 'none'");
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
        await visitor.Page.ArrivedAsync(static url => url.EndsWith("?q=model%3A3080", StringComparison.Ordinal));
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
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_list_of_what_is_offline_follows_by_itself_and_catches_up_after_the_line_was_down()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.GotoAsync(visitor.Page.Url + "?f=offline");
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'");
        await visitor.Page.EvaluateAsync("window.stays = true; window.count = () => Number(document.getElementById('count-offline').textContent)");
        const string None = "stays && count() === 0 && document.querySelectorAll('.rig').length === 0", One = "stays && count() === 1 && document.querySelectorAll('.rig').length === 1 && document.querySelector('.rig .word').textContent === 'offline'";
        await visitor.UntilAsync(None);
        try
        {
            await farm.SwitchOffAsync();
            await visitor.UntilAsync(One);
            farm.SwitchOn();
            await visitor.UntilAsync(None);

            await visitor.Page.Context.SetOfflineAsync(true);
            await visitor.UntilAsync("document.querySelector('#live').textContent !== 'Live'", seconds: 60);
            await farm.SwitchOffAsync();
            await visitor.Page.Context.SetOfflineAsync(false);
            await visitor.UntilAsync($"document.querySelector('#live').textContent === 'Live' && {One}");
        }
        finally
        {
            await farm.SwitchOffAsync();
            farm.SwitchOn();
        }
        await visitor.UntilAsync(None);
    }

    /// <summary>The farm hears of its rigs' names a moment after they are saved.</summary>
    static Task ShowsAsync(Visitor visitor, string url, int rigs) => Eventually.CostlyAsync(
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
