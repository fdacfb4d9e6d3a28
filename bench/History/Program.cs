using System.Globalization;
using BloxOs.Bench.History;

const string Usage = "bench/run history [size|year|load|copy] [--rigs N] [--pace SECONDS]: without a part, all of them";
string[] parts = ["size", "year", "load", "copy"];
string? part = args.FirstOrDefault(parts.Contains);
int? rigs = Number("--rigs");
int pace = Number("--pace") ?? 20;
if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}
string directory = Directory.CreateTempSubdirectory("bloxos-bench-history-").FullName;
try
{
    if (part is null or "size") { await new SizeBenchmark(directory, rigs ?? 200).RunAsync(Console.Out); }
    if (part is null or "year") { await new YearBenchmark(directory).RunAsync(Console.Out); }
    if (part is null or "load") { await new LoadBenchmark(directory, rigs ?? 10_000, pace).RunAsync(Console.Out, phase => Console.Error.WriteLine(FormattableString.Invariant($"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff} load: {phase}"))); }
    if (part is null or "copy") { await new CopyBenchmark(rigs ?? 100).RunAsync(Console.Out); }
    return 0;
}
finally { Directory.Delete(directory, recursive: true); }

int? Number(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
