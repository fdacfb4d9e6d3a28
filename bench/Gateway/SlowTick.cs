using System.Globalization;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// What one live batch costs a page's main thread, on a processor four times as slow: once as every task from the socket's message to the end of the next frame, and
/// once as all that the page does in that time less all that the same page does without a live connection. The second leaves nothing out, also what comes later. Figures are
/// processor time of the page's main thread: on two cores with the server, its rigs and Chromium's other threads, the clock would count their work, too. It stands beside.
/// </summary>
internal static class SlowTick
{
    const string Mark = "bench-batch", FrameMark = "bench-frame";

    /// <summary>Each batch says so when it was taken, and each frame's part of it when that is in the page.</summary>
    const string Watch = $"document.addEventListener('blox:time', () => performance.mark('{Mark}')); document.addEventListener('blox:put', () => performance.mark('{FrameMark}'));";

    /// <summary>No live connection: live.js finds no library and does nothing. The lamp looks as it does when live, for one that waits breathes, which costs.</summary>
    const string Idle = "Object.defineProperty(window, 'signalR', { get() { return undefined; }, set() {} }); addEventListener('DOMContentLoaded', () => { document.getElementById('live').className = 'live'; });";

    /// <summary>Always the same work, some ten milliseconds of it, for a look at how slow the slow processor is.</summary>
    const string SameWork = "(() => { let x = 1; for (let i = 0; i < 400000; i++) x = (x * 1103515245 + 12345) % 2147483648; return x; })()";

    const int SameWorkTimes = 9;

    /// <summary>A page that is looked at is open for a while: every rig near the screen has reported once, and its scripts are compiled.</summary>
    static readonly TimeSpan s_settles = TimeSpan.FromSeconds(35);

    /// <summary>Measures both pages one after the other.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(PageClient pages, string path, TimeSpan howLong, CancellationToken cancellationToken)
    {
        await using var tools = await DevTools.StartAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);   // it begins with pages of its own
        var load = MainThread.Of(await tools.TraceAsync(MainThread.Categories, async () =>
        {
            await tools.OpenAsync(pages, path, Watch, SlowBrowser.Slower, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(6), cancellationToken);
        }, cancellationToken), Mark);
        await tools.UntilAsync("document.querySelector('#live')?.textContent === 'Live'", cancellationToken);
        await Task.Delay(s_settles, cancellationToken);
        var trace = await tools.TraceAsync(MainThread.Categories, () => Task.Delay(howLong, cancellationToken), cancellationToken);
        var live = MainThread.Of(trace, Mark);
        await tools.CloseAsync(cancellationToken);
        await tools.OpenAsync(pages, path, Idle, SlowBrowser.Slower, cancellationToken);
        await tools.UntilAsync("document.readyState === 'complete'", cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        var idle = MainThread.Of(await tools.TraceAsync(MainThread.Categories, () => Task.Delay(howLong, cancellationToken), cancellationToken), Mark);
        var ticks = MainThread.Of(trace, FrameMark).Ticks();
        if (ticks.Count == 0) { throw new BenchException("no batch was traced"); }
        double[] totals = [.. ticks.Select(static t => t.Total).Order()], byClock = [.. ticks.Select(static t => t.ByClock).Order()];
        double full = await SameWorkAsync(tools, 1, cancellationToken), slow = await SameWorkAsync(tools, SlowBrowser.Slower, cancellationToken);
        double Mean(Func<MainThread.Work, double> of) => ticks.Average(of);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"a frame with live rows, from its first task to its end, processor time: mean {totals.Average():0.0} ms, p50 {At(totals, 0.5):0.0} ms, p95 {At(totals, 0.95):0.0} ms, most {totals[^1]:0.0} ms; {(double)ticks.Count / live.Batches:0.0} of them a batch, {totals.Sum() / live.Batches:0.0} ms a batch (script {Mean(static t => t.Script):0.0}, style {Mean(static t => t.Style):0.0}, layout {Mean(static t => t.Layout):0.0}, paint {Mean(static t => t.Paint):0.0}, rest {Mean(static t => t.Rest):0.0})"),
            string.Create(CultureInfo.InvariantCulture, $"the same by the clock, waiting for a processor included: mean {byClock.Average():0.0} ms, p50 {At(byClock, 0.5):0.0} ms, p95 {At(byClock, 0.95):0.0} ms, most {byClock[^1]:0.0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"all less idle, processor time: {(live.All - idle.All) / live.Batches:0.0} ms a batch; live {live.All / howLong.TotalSeconds:0.0} ms a second in {live.Frames} frames, idle {idle.All / howLong.TotalSeconds:0.0} ms a second in {idle.Frames} (by the clock {live.AllByClock / howLong.TotalSeconds:0.0} and {idle.AllByClock / howLong.TotalSeconds:0.0})"),
            string.Create(CultureInfo.InvariantCulture, $"how slow: the same loop takes {full:0.0} ms of processor time at full speed, {slow:0.0} ms at a {SlowBrowser.Slower}th of it"),
            $"long tasks of the first six seconds: {string.Join("; ", load.LongTasks())}",
            $"live by kind: {Names(live)}",
            $"idle by kind: {Names(idle)}",
        ];
    }

    /// <summary>Processor time of the same loop at that speed: what Chromium spins away to be slow is in it, or the figures above would be those of a fast processor.</summary>
    static async Task<double> SameWorkAsync(DevTools tools, int slower, CancellationToken cancellationToken)
    {
        await tools.SlowAsync(slower, cancellationToken);
        var trace = await tools.TraceAsync(MainThread.Categories, async () =>
        {
            for (int i = 0; i < SameWorkTimes; i++) { await tools.EvaluateAsync(SameWork, cancellationToken); }
        }, cancellationToken);
        return MainThread.Of(trace, Mark).LongestTasks.ElementAt(SameWorkTimes / 2);
    }

    static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    static string Names(MainThread thread) => string.Join(", ", thread.Most().Take(14).Select(static m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Worked:0}")));
}
