using System.Globalization;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;

namespace BloxOs.Web.Bench;

/// <summary>For bench/ only: <c>bench-rigs --count N --out FILE</c> fills a data directory with a farm of N rigs and writes their tokens as JSON lines.</summary>
internal static class BenchRigs
{
    /// <summary>The verb.</summary>
    public const string Verb = "bench-rigs";

    const int AtOnce = 100, Most = 1_000_000;
    const string FarmId = "benchbenchbenchbenchbenchb";

    /// <summary>Starts a silo on the data directory of the other arguments, adds the rigs, and stops.</summary>
    /// <returns>Exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (count, file, others) = Parse(args);
        return ServerProgram.RunAsync([.. others, "--urls", "http://127.0.0.1:0"], "Web", async start =>
        {
            await start.PrepareDataAsync();
            start.Builder.AddBloxOsSilo(start.Settings).Services.AddBloxOsOperations(publicMetrics: false);
            await using var app = start.Builder.Build();
            await app.StartAsync();
            await FillAsync(app.Services.GetRequiredService<IGrainFactory>(), count, file);
            await app.StopAsync();
        });
    }

    static (int Count, string Out, IReadOnlyList<string> Others) Parse(IReadOnlyList<string> args)
    {
        int count = 0;
        string? file = null;
        var rest = new List<string>();
        for (int i = 1; i < args.Count; i++)
        {
            if (args[i] == "--count" && i + 1 < args.Count) { int.TryParse(args[++i], CultureInfo.InvariantCulture, out count); }
            else if (args[i] == "--out" && i + 1 < args.Count) { file = args[++i]; }
            else { rest.Add(args[i]); }
        }
        return count is > 0 and <= Most && file is not null ? (count, file, rest) : throw new ArgumentException($"{Verb} needs --count 1..{Most} and --out FILE.");
    }

    static async Task FillAsync(IGrainFactory grains, int count, string file)
    {
        var farm = grains.GetGrain<IFarmGrain>(FarmId);
        await farm.Create("Bench", OpaqueId.New());
        await using var tokens = new StreamWriter(file);
        for (int first = 0; first < count; first += AtOnce)
        {
            var names = Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(i => string.Create(CultureInfo.InvariantCulture, $"bench-{i:000000}")).ToArray();
            var added = await Task.WhenAll(names.Select(name => farm.AddRig(name)));
            foreach (var (rig, name) in added.Zip(names)) { await tokens.WriteLineAsync(JsonSerializer.Serialize(new { rigId = rig.RigId, token = rig.Token, name })); }
        }
    }
}
