using System.Globalization;
using System.Text.Json;
using BloxOs.Bench.Gateway;

try
{
    if (args.Contains("--help"))
    {
        Console.WriteLine(BenchOptions.Usage);
        return 0;
    }
    var options = BenchOptions.Parse(args);
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        stop.Cancel();
    };
    if (options is { IsCommands: true, Replaying: > 0 })
    {
        Console.WriteLine(await new ReplayBenchmark(options, TimeProvider.System).RunAsync(stop.Token));
        return 0;
    }
    if (options.IsCommands)
    {
        Console.WriteLine(await new CommandBenchmark(options, TimeProvider.System).RunAsync(stop.Token));
        return 0;
    }
    if (options.IsPages)
    {
        Console.WriteLine(await new PagesBenchmark(options, TimeProvider.System).RunAsync(stop.Token));
        return 0;
    }
    if (options.IsCharts)
    {
        Console.WriteLine(await new ChartBenchmark(options, TimeProvider.System).RunAsync(stop.Token));
        return 0;
    }
    var result = await new GatewayBenchmark(options, TimeProvider.System, Console.Error).RunAsync(stop.Token);
    string file = Path.Combine(options.Root, "bench/results", string.Create(CultureInfo.InvariantCulture, $"gateway-{result.At:yyyyMMdd-HHmmss}.json"));
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result, BenchJson.Default.BenchResult));
    Console.WriteLine(BenchTable.Of(result));
    Console.Error.WriteLine($"written to {file}");
    return 0;
}
catch (Exception e) when (e is ArgumentException or BenchException or OperationCanceledException)
{
    Console.Error.WriteLine(e is ArgumentException ? $"{e.Message}\n\n{BenchOptions.Usage}" : e.Message);
    return 2;
}
