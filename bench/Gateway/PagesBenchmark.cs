using System.Globalization;
using System.Text;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// What a farm of 1,000 rigs costs to look at: the server's answers, their bytes, what a browser with a processor four times as slow makes of them, and two hundred
/// tabs that watch. The rigs are fake ones with the cadence of real ones; everything is on one machine.
/// </summary>
internal sealed class PagesBenchmark(BenchOptions options, TimeProvider time)
{
    const int Answers = 200, WarmUp = 40, Watchers = 200, ShownRows = 45, Faster = 20;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(20), LiveFor = TimeSpan.FromSeconds(30), Listens = TimeSpan.FromSeconds(60);

    readonly string directory = Directory.CreateTempSubdirectory("bloxos-bench-").FullName;
    readonly StringBuilder report = new();

    /// <summary>Runs the whole measurement.</summary>
    /// <returns>Lines with the figures.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        string tokens = Path.Combine(directory, "tokens.jsonl"), person = Path.Combine(directory, "person.txt"), url = $"http://127.0.0.1:{BenchWeb.FreePort()}";
        var environment = new Dictionary<string, string> { ["BloxOs__Role"] = "All", ["BloxOs__DataDirectory"] = Path.Combine(directory, "data"), ["ASPNETCORE_URLS"] = url, ["ASPNETCORE_ENVIRONMENT"] = "Production" };
        try
        {
            await using (var creating = ChildProcess.Start(
                Path.Combine(directory, "bench-rigs.log"), [options.ServerDll, "bench-rigs", "--count", Text(options.Rigs), "--out", tokens, "--person", person], environment))
            {
                await creating.MustEndWellAsync(cancellationToken);
            }
            using var web = new BenchWeb();
            await using var server = ChildProcess.Start(Path.Combine(directory, "server.log"), [options.ServerDll], environment);
            await web.AwaitAsync(server, $"{url}/healthz/ready", anyAnswer: false, cancellationToken);
            await using var rigs = ChildProcess.Start(Path.Combine(directory, "rigs.log"), [options.RigSimDll, "--url", url, "--tokens", tokens, "--ramp", "250"]);
            using var pages = new PageClient(new(url));
            await pages.SignInAsync("demo@example.com", (await File.ReadAllTextAsync(person, cancellationToken)).Trim(), cancellationToken);
            await pages.AwaitRigsAsync(options.Rigs, rigs.MustRun, cancellationToken);
            if (!options.BrowserOnly && !options.HeapOnly) { await AnswersAsync(pages, server, cancellationToken); }
            await using var browser = await SlowBrowser.StartAsync(pages);
            if (!options.HeapOnly) { await BrowserAsync(browser, pages, cancellationToken); }
            if (options.BrowserOnly) { return report.ToString(); }
            if (!options.HeapOnly) { await WatchersAsync(browser, pages, server, cancellationToken); }
            await HeapAsync(browser, pages, cancellationToken);
            Say($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.Runtime}, {machine.System}; load before {machine.LoadAverageBefore}");
            return report.ToString();
        }
        finally
        {
            if (!options.Keep) { Directory.Delete(directory, recursive: true); }
        }
    }

    /// <summary>The first answer, alone and one after the other.</summary>
    async Task AnswersAsync(PageClient pages, ChildProcess server, CancellationToken cancellationToken)
    {
        foreach (var (name, path) in new[] { ("rows", ""), ("search", "?q=model:3080"), ("tiles", "?v=tiles"), ("next rows", "?handler=More&from=60&s=name") })
        {
            var took = new List<double>(Answers);
            for (int i = 0; i < WarmUp; i++) { await pages.ReadAsync(pages.Farm + path, cancellationToken); }
            double idle = await CpuAsync(server, () => Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken), TimeSpan.FromSeconds(5));
            long since = time.GetTimestamp();
            var before = ProcessReading.Of(server.Id, time);
            long bytes = 0;
            for (int i = 0; i < Answers; i++)
            {
                long start = time.GetTimestamp();
                bytes = await pages.ReadAsync(pages.Farm + path, cancellationToken);
                took.Add(time.GetElapsedTime(start).TotalMilliseconds);
            }
            double cpu = (ProcessReading.Of(server.Id, time).CpuSeconds - before.CpuSeconds - idle * time.GetElapsedTime(since).TotalSeconds) / Answers * 1000;
            took.Sort();
            Say($"{name}: p50 {At(took, 0.5):0.0} ms, p95 {At(took, 0.95):0.0} ms, p99 {At(took, 0.99):0.0} ms, {cpu:0.0} ms of processor each, {bytes / 1024d:0.0} KB compressed");
        }
    }

    async Task BrowserAsync(SlowBrowser browser, PageClient pages, CancellationToken cancellationToken)
    {
        var load = await browser.FirstLoadAsync(pages.Farm);
        Say($"first load: {load.Kilobytes:0.0} KB in all over the wire ({load.Requests} requests), interactive on a processor 4 times as slow after {Median.Of(load.InteractiveMilliseconds):0} ms, the median of {load.InteractiveMilliseconds.Length} loads ({load.InteractiveMilliseconds[0]:0} to {load.InteractiveMilliseconds[^1]:0})");
        var live = await browser.LiveAsync(LiveFor, cancellationToken);
        Say($"live: {live.Batches} batches in {LiveFor.TotalSeconds:0} s, {live.MillisecondsPerBatch:0.0} ms of main thread each with all else that the page does (4 times as slow), longest task {live.LongestTask:0} ms");
        await browser.LeaveAsync();
        foreach (string line in await SlowTick.RunAsync(pages, pages.Farm, LiveFor, cancellationToken)) { Say($"{line}"); }
    }

    /// <summary>What two hundred tabs cost on top, and how late one of them sees what has come.</summary>
    async Task WatchersAsync(SlowBrowser browser, PageClient pages, ChildProcess server, CancellationToken cancellationToken)
    {
        await browser.LeaveAsync();
        double alone = await CpuAsync(server, () => Task.Delay(Window, time, cancellationToken), Window);
        string[] rows = await pages.FirstRowsAsync(ShownRows, cancellationToken);
        await using var watchers = await HubWatchers.StartAsync(pages, rows, Watchers, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken);
        long messages = watchers.Messages;
        double watched = await CpuAsync(server, () => Task.Delay(Window, time, cancellationToken), Window);
        Say($"{Watchers} watchers: {watched - alone:0.00} of a core on top ({alone:0.00} without, {watched:0.00} with), {(watchers.Messages - messages) / Window.TotalSeconds / Watchers:0.0} messages a second each");
        var late = await browser.LatenessAsync(pages.Farm, Window, cancellationToken);
        Say($"update from its arrival to the page with {Watchers} watchers beside: p50 {late.P50:0} ms, p95 {late.P95:0} ms, {late.Count} updates");
    }

    async Task HeapAsync(SlowBrowser browser, PageClient pages, CancellationToken cancellationToken)
    {
        var (growth, batches) = await browser.HeapGrowthAsync(pages.Farm, Listens, Faster, cancellationToken);
        Say($"heap: {growth / 1048576d:+0.00;-0.00} MB after {batches} batches, an hour's, told {Faster} times as fast as they come");
    }

    async Task<double> CpuAsync(ChildProcess server, Func<Task> meanwhile, TimeSpan window)
    {
        var before = ProcessReading.Of(server.Id, time);
        await meanwhile();
        return (ProcessReading.Of(server.Id, time).CpuSeconds - before.CpuSeconds) / window.TotalSeconds;
    }

    void Say(FormattableString line)
    {
        report.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
