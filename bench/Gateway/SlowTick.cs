using System.Globalization;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// What one live batch costs a page's main thread, on a processor four times as slow: once as every task from the socket's message to the end of the next frame, and
/// once as all that the page does in that time less all that the same page does without a live connection. The second leaves nothing out, also what comes later.
/// </summary>
internal static class SlowTick
{
    const string Mark = "bench-batch", FrameMark = "bench-frame";

    /// <summary>Each batch says so when it was taken, and each frame's part of it when that is in the page.</summary>
    const string Watch = $"document.addEventListener('blox:time', () => performance.mark('{Mark}')); document.addEventListener('blox:put', () => performance.mark('{FrameMark}'));";

    /// <summary>No live connection: live.js finds no library and does nothing. The lamp looks as it does when live, for one that waits breathes, which costs.</summary>
    const string Idle = "Object.defineProperty(window, 'signalR', { get() { return undefined; }, set() {} }); addEventListener('DOMContentLoaded', () => { document.getElementById('live').className = 'live'; });";

    /// <summary>Measures both pages one after the other.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(PageClient pages, string path, TimeSpan howLong, CancellationToken cancellationToken)
    {
        await using var tools = await DevTools.StartAsync(cancellationToken);
        var load = MainThread.Of(await tools.TraceAsync(MainThread.Categories, async () =>
        {
            await tools.OpenAsync(pages, path, Watch, SlowBrowser.Slower, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(6), cancellationToken);
        }, cancellationToken), Mark);
        await tools.UntilAsync("document.querySelector('#live')?.textContent === 'Live'", cancellationToken);
        var trace = await tools.TraceAsync(MainThread.Categories, () => Task.Delay(howLong, cancellationToken), cancellationToken);
        var live = MainThread.Of(trace, Mark);
        await tools.CloseAsync(cancellationToken);
        await tools.OpenAsync(pages, path, Idle, SlowBrowser.Slower, cancellationToken);
        await tools.UntilAsync("document.readyState === 'complete'", cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        var idle = MainThread.Of(await tools.TraceAsync(MainThread.Categories, () => Task.Delay(howLong, cancellationToken), cancellationToken), Mark);
        var ticks = MainThread.Of(trace, FrameMark).Ticks();
        if (ticks.Count == 0) { throw new BenchException("no batch was traced"); }
        double[] totals = [.. ticks.Select(static t => t.Total).Order()];
        double Mean(Func<MainThread.Work, double> of) => ticks.Average(of);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"a frame with live rows, from its first task to its end: mean {totals.Average():0.0} ms, p50 {totals[totals.Length / 2]:0.0} ms, p95 {totals[(int)(totals.Length * 0.95)]:0.0} ms, most {totals[^1]:0.0} ms; {(double)ticks.Count / live.Batches:0.0} of them a batch, {totals.Sum() / live.Batches:0.0} ms a batch (script {Mean(static t => t.Script):0.0}, style {Mean(static t => t.Style):0.0}, layout {Mean(static t => t.Layout):0.0}, paint {Mean(static t => t.Paint):0.0}, rest {Mean(static t => t.Rest):0.0})"),
            string.Create(CultureInfo.InvariantCulture, $"all less idle: {(live.All - idle.All) / live.Batches:0.0} ms a batch; live {live.All / howLong.TotalSeconds:0.0} ms a second, idle {idle.All / howLong.TotalSeconds:0.0} ms a second"),
            $"long tasks of the first six seconds: {string.Join("; ", load.LongTasks())}",
            $"live by kind: {Names(live)}",
            $"idle by kind: {Names(idle)}",
        ];
    }

    static string Names(MainThread thread) => string.Join(", ", thread.Most().Take(14).Select(static m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Took:0}")));
}
