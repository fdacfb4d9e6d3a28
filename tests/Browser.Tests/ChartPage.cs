using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>What tests see of a page with charts: its pixels.</summary>
internal static class ChartPage
{
    /// <summary>Every chart has something in the colour of its first line.</summary>
    public const string Painted = """
        [...document.querySelectorAll('.chart')].every(card => {
          const canvas = card.querySelector('canvas'), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let painted = 0;
          for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 200) painted++;
          return painted > 300;
        })
        """;

    /// <summary>Anything is drawn at this share of the time axis, beside the lines of the grid.</summary>
    public const string InkAt = """
        ({ id, share }) => {
          const card = document.getElementById(id), canvas = card.querySelector('canvas'), over = card.querySelector('.u-over').getBoundingClientRect(), whole = canvas.getBoundingClientRect();
          const scale = canvas.width / whole.width, x = Math.round((over.left - whole.left + over.width * share) * scale);
          const color = getComputedStyle(document.documentElement).getPropertyValue('--c1').trim(), want = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
          const pixels = canvas.getContext('2d').getImageData(x - 1, 0, 3, canvas.height).data;
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 60 && want.every((w, k) => Math.abs(pixels[i + k] - w) < 24)) return true;
          return false;
        }
        """;

    /// <summary>How many pixels of the chart have this colour of the theme, with an opacity between these.</summary>
    public const string Count = """
        ({ id, color, least, most }) => {
          const canvas = document.getElementById(id).querySelector('canvas'), text = getComputedStyle(document.documentElement).getPropertyValue(color).trim();
          const want = [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16)), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let count = 0;
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] >= least && pixels[i + 3] <= most && want.every((w, k) => Math.abs(pixels[i + k] - w) < 12)) count++;
          return count;
        }
        """;

    /// <summary>Where events of this colour are marked above the plot of a chart: the middle and the width of each, CSS pixels of the window.</summary>
    public const string Marks = """
        ({ id, color }) => {
          const card = document.getElementById(id), canvas = card.querySelector('canvas'), whole = canvas.getBoundingClientRect(), scale = canvas.width / whole.width;
          const rows = Math.floor((card.querySelector('.u-over').getBoundingClientRect().top - whole.top) * scale), text = getComputedStyle(document.documentElement).getPropertyValue(color).trim();
          const want = [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16)), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, rows).data, columns = [];
          for (let x = 0; x < canvas.width; x++) for (let y = 0; y < rows; y++) {
            const at = 4 * (y * canvas.width + x);
            if (pixels[at + 3] > 200 && want.every((w, k) => Math.abs(pixels[at + k] - w) < 12)) { columns.push(x); break; }
          }
          const found = [];
          for (const x of columns) { const last = found.at(-1); if (last && x - last[1] <= 1) last[1] = x; else found.push([x, x]); }
          return found.map(([a, b]) => [whole.left + (a + b + 1) / 2 / scale, (b - a + 1) / scale]);
        }
        """;

    /// <summary>The mark of the lanes that says this: its middle, CSS pixels of the window; null without one.</summary>
    public const string LaneMark = """
        text => {
          const mark = [...document.querySelectorAll('[data-marks] a')].find(a => a.getAttribute('visibility') !== 'hidden' && a.dataset.note.includes(text));
          if (!mark) return null;
          const box = mark.querySelector('use').getBoundingClientRect();
          return (box.left + box.right) / 2;
        }
        """;

    /// <summary>Left and right edge of the lanes and of the plot of each chart, CSS pixels.</summary>
    public const string Edges = "[...document.querySelectorAll('.lanes-plot, .chart .u-over')].map(e => { const box = e.getBoundingClientRect(); return [box.left, box.right]; })";

    /// <summary>Which colours of lines stand above one another at a share of the axis, from below; each once until the next begins.</summary>
    public const string Pile = """
        ({ id, share }) => {
          const card = document.getElementById(id), canvas = card.querySelector('canvas'), over = card.querySelector('.u-over').getBoundingClientRect(), whole = canvas.getBoundingClientRect();
          const scale = canvas.width / whole.width, left = Math.round((over.left - whole.left + over.width * share) * scale), top = Math.round((over.top - whole.top) * scale), bottom = Math.round((over.bottom - whole.top) * scale);
          const colors = [1, 2, 3, 4, 5, 6].map(n => getComputedStyle(document.documentElement).getPropertyValue(`--c${n}`).trim()).map(c => [1, 3, 5].map(i => parseInt(c.slice(i, i + 2), 16)));
          const read = x => {
            const pixels = canvas.getContext('2d').getImageData(x, top, 1, bottom - top).data, pile = [];
            for (let i = pixels.length - 4; i >= 0; i -= 4) {
              const k = pixels[i + 3] > 60 ? colors.findIndex(c => c.every((w, j) => Math.abs(pixels[i + j] - w) < 14)) : -1;
              if (k >= 0 && pile.at(-1) !== k + 1) pile.push(k + 1);
            }
            return pile;
          };
          let best = [];
          for (let x = left; x < left + 24 * scale; x++) { const pile = read(x); if (pile.length > best.length) best = pile; }   // a bar is some pixels wide
          return best.join(' ');
        }
        """;

    static readonly string? s_pictures = Environment.GetEnvironmentVariable("BLOXOS_PICTURES");

    /// <summary>Waits until so many charts are drawn and nothing is loaded any more.</summary>
    public static async Task DrawnAsync(this Visitor visitor, int charts)
    {
        try { await visitor.UntilAsync($"document.querySelectorAll('.chart canvas').length === {charts} && !document.getElementById('charts').hasAttribute('aria-busy')", seconds: 90); }
        catch (TimeoutException late)
        {
            string state = await visitor.Page.EvaluateAsync<string>("[location.href, [...document.querySelectorAll('.chart')].map(c => c.id), document.getElementById('charts').outerHTML.slice(0, 80), document.getElementById('charts-wait').outerHTML].join(' | ')");
            throw new TimeoutException($"{state} | {string.Join(" | ", visitor.Complaints)}", late);
        }
    }

    /// <summary>Waits until the chart has lines in this colour of the theme, or has none.</summary>
    public static Task HasColorAsync(this Visitor visitor, string id, string color, bool has = true) =>
        Eventually.CostlyAsync(async () => await visitor.Page.EvaluateAsync<int>(Count, new { id, color, least = 200, most = 255 }) > 0 == has, what: $"{color} in {id}: {has}", cancellation: TestContext.Current.CancellationToken);

    /// <summary>Pulls the mouse from one share of an element's width to another.</summary>
    static async Task DragAsync(this IPage page, string target, double from, double to)
    {
        await page.Locator(target).ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator(target).BoundingBoxAsync())!;
        float y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * from), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * (from + to) / 2), y);
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * to), y);
        await page.Mouse.UpAsync();
    }

    /// <summary>Zooms by a drag; one that an update of the page comes into the middle of is made again, as anybody would.</summary>
    public static Task ZoomAsync(this IPage page, string target, double from, double to) => Eventually.CostlyAsync(
        async () =>
        {
            await page.DragAsync(target, from, to);
            return await page.EvaluateAsync<bool>("location.search.includes('from=')");
        },
        what: "a zoom", cancellation: TestContext.Current.CancellationToken);

    /// <summary>Another theme, as its switch in the account sets it.</summary>
    public static Task WearAsync(this Visitor visitor, string theme) => visitor.Page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");

    /// <summary>That tests look at the pixels is what the browser warns of; anything else is a fault.</summary>
    public static void AssertQuiet(this Visitor visitor) => Assert.DoesNotContain(visitor.Complaints, static one => !one.StartsWith("Canvas2D", StringComparison.Ordinal));

    /// <summary>A picture to look at, when a folder for it is named.</summary>
    public static async Task PictureAsync(this Visitor visitor, string name)
    {
        if (s_pictures is null) { return; }
        Directory.CreateDirectory(s_pictures);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, name + ".png"), FullPage = true, Caret = ScreenshotCaret.Initial });
    }
}
