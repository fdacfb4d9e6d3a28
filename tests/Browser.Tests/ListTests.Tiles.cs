using BloxOs.TestServers;

namespace BloxOs.Browser.Tests;

/// <summary>The same farm as tiles, and as a wall of them.</summary>
public sealed partial class ListTests
{
    [Fact]
    public async Task Five_hundred_tiles_would_fit_on_a_wall()
    {
        await using var visitor = await farm.VisitAsync(chromium, 1920, 1080);
        await visitor.Page.GotoAsync(visitor.Page.Url + "/wall");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count} && document.querySelector('#live').textContent === 'Live'");   // a page that took long asks for all anew first
        // As the server does it from 241 rigs on, with every tile four times.
        await visitor.Page.EvaluateAsync("(() => { const tiles = document.getElementById('tiles'); tiles.classList.add('dense'); const all = [...tiles.children]; for (let i = 0; i < 3; i++) for (const one of all) { const copy = one.cloneNode(true); copy.removeAttribute('id'); tiles.append(copy); } })()");
        int whole = await visitor.Page.EvaluateAsync<int>("[...document.querySelectorAll('.tile')].filter(t => { const r = t.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth; }).length");
        await PictureAsync(visitor, "wall-500");
        Assert.True(whole >= 500, $"{whole} whole tiles");
        // The reading stands alone and beside the speed: "! 108°" with 8 cards is no "1088".
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>("""
            [...document.querySelectorAll('.tile')].slice(0, 150).filter(tile => {
              const big = tile.querySelector('b'), end = tile.querySelector('a > span:not([class])');
              return end.lastElementChild.checkVisibility() || big.getBoundingClientRect().right > end.getBoundingClientRect().left + .5;
            }).map(tile => tile.innerText).join(' | ')
            """));
    }

    [Fact]
    public async Task A_tile_behind_the_last_one_loaded_comes_with_those_that_are_scrolled_to_and_not_before()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.GotoAsync(visitor.Page.Url + "?v=tiles&s=name");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count} && document.querySelector('#live').textContent === 'Live'");
        // As the server leaves a page with more tiles than one answer has.
        bool came = await visitor.Page.EvaluateAsync<bool>("""
            (() => {
              const all = [...document.querySelectorAll('.tile')], last = all.at(-1), from = all.length - 30;
              for (const tile of all.slice(from)) tile.remove();
              document.getElementById('more').innerHTML = `<a data-more="${location.pathname}?v=tiles&s=name&from=${from}">More</a>`;
              bloxList.place(last);
              return last.isConnected;
            })()
            """);
        Assert.False(came);
        await visitor.Page.EvaluateAsync("document.dispatchEvent(new CustomEvent('blox:drawn')); scrollTo(0, document.documentElement.scrollHeight)");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count} && !document.querySelector('[data-more]')");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.tile')].every((t, i, all) => i === 0 || all[i - 1].dataset.key.slice(1) < t.dataset.key.slice(1))"));
    }

    /// <summary>A finger is on its way to a tile: none moves under it. What stands elsewhere than it belongs is counted, and goes there when that is asked for, or when nobody was at the page for a minute.</summary>
    [Fact]
    public async Task Tiles_stand_the_worst_first_and_stay_where_they_are_until_somebody_asks_or_nobody_is_there()
    {
        await using var visitor = await farm.VisitAsync(chromium);
        await visitor.Page.Clock.InstallAsync();
        await visitor.Page.AddInitScriptAsync(Visitor.Hideable);
        visitor.Sockets.Clear();   // one that ended with the page before may not be told so
        await visitor.Page.GotoAsync(visitor.Page.Url + "?v=tiles");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === {BigFarm.Count} && document.querySelector('#live').textContent === 'Live'");
        const string sorted = "[...document.querySelectorAll('.tile')].every((t, i, all) => i === 0 || all[i - 1].dataset.key < t.dataset.key)";
        // What rigs themselves do in the meantime would be counted, too.
        await visitor.Page.EvaluateAsync("look(false)");
        await Eventually.Async(() => visitor.Sockets.All(static socket => socket.IsClosed), TimeSpan.FromSeconds(60), "the end of the connection", TestContext.Current.CancellationToken);
        await visitor.Page.EvaluateAsync("""
            (() => {
              document.getElementById('sort-again').click();
              window.tiles = [...document.querySelectorAll('.tile')];
              window.order = () => [...document.querySelectorAll('.tile')].slice(0, tiles.length).every((t, i) => t === tiles[i]);
              window.again = document.getElementById('sort-again');
              window.worsen = t => { t.dataset.key = '0' + t.dataset.key.slice(1); bloxList.place(t); };
              window.last = tiles.at(-1);
              window.well = last.dataset.key;
              worsen(last);
            })()
            """);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("order() && !again.hidden && again.textContent === 'Sort again: 1 moved'"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("last.dataset.key = well, bloxList.place(last), order() && again.hidden"));   // well again before anybody looked
        await visitor.Page.EvaluateAsync("worsen(last)");
        await PictureAsync(visitor, "tiles-moved");
        await visitor.Page.ClickAsync("#sort-again");
        Assert.True(await visitor.Page.EvaluateAsync<bool>($"!order() && again.hidden && {sorted} && document.activeElement.closest('.tile') === document.querySelector('.tile')"));

        // A new one stands at the end, where it moves nobody, and nothing moves while somebody is at the page.
        await visitor.Page.EvaluateAsync("(() => { const t = last.cloneNode(true); t.id = 'tile-new'; t.dataset.key = '0|000|new'; window.tiles = [...document.querySelectorAll('.tile')]; bloxList.place(t); })()");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("order() && document.querySelector('#tiles').lastElementChild.id === 'tile-new' && !again.hidden"));
        await visitor.Page.Clock.RunForAsync(45_000);
        await visitor.Page.Mouse.MoveAsync(300, 300);
        await visitor.Page.Clock.RunForAsync(45_000);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("order()"));
        await visitor.Page.Clock.RunForAsync(30_000);
        Assert.True(await visitor.Page.EvaluateAsync<bool>($"document.querySelector('.tile').id === 'tile-new' && again.hidden && {sorted}"));
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
        if (name == "wall") { await FillScreenAsync(visitor); }
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = [...document.querySelectorAll('.tile')].map(t => t.innerText).join()");
        await visitor.UntilAsync("window.stays && window.before !== [...document.querySelectorAll('.tile')].map(t => t.innerText).join()", seconds: 60);
        await PictureAsync(visitor, name);
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>The wall has nothing around it, and takes the whole screen when that is asked for, without a button that says so any more.</summary>
    static async Task FillScreenAsync(Visitor visitor)
    {
        Assert.Equal(0, await visitor.Page.Locator(".rail, .top").CountAsync());
        await visitor.Page.ClickAsync("#full");
        await visitor.UntilAsync("document.fullscreenElement === document.documentElement && !document.getElementById('full').checkVisibility()");
        // Nothing to click is left, but whether it is live.
        Assert.Equal(".live", await visitor.Page.EvaluateAsync<string>("['.tile-key', '.chips', '.wall-bar .btn', '.live'].filter(one => document.querySelector(one).checkVisibility()).join()"));
        await visitor.Page.EvaluateAsync("document.exitFullscreen()");
        await visitor.UntilAsync("document.fullscreenElement === null && document.getElementById('full').checkVisibility()");
    }
}
