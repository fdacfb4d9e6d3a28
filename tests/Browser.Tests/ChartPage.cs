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
        Eventually.Async(async () => await visitor.Page.EvaluateAsync<int>(Count, new { id, color, least = 200, most = 255 }) > 0 == has, TimeSpan.FromSeconds(30), $"{color} in {id}: {has}", TestContext.Current.CancellationToken);

    /// <summary>Pulls the mouse from one share of an element's width to another.</summary>
    public static async Task DragAsync(this IPage page, string target, double from, double to)
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
