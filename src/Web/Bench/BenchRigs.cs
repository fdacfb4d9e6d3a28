using System.Globalization;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;

namespace BloxOs.Web.Bench;

/// <summary>For bench/ only: <c>bench-rigs --count N --out FILE</c> fills a data directory with a farm of N rigs and writes their tokens as JSON lines.</summary>
internal static class BenchRigs
{
    /// <summary>The verb.</summary>
    public const string Verb = "bench-rigs";

    const int AtOnce = 100, Most = 1_000_000;
    const string FarmId = "benchbenchbenchbenchbenchb";

    /// <summary>Takes its two options off the command line.</summary>
    /// <exception cref="ArgumentException">They are missing or wrong.</exception>
    public static (int Count, string Out, IReadOnlyList<string> Others) Parse(IReadOnlyList<string> args)
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

    /// <summary>Adds the rigs.</summary>
    public static async Task FillAsync(IGrainFactory grains, int count, string file)
    {
        var farm = grains.GetGrain<IFarmGrain>(FarmId);
        await farm.Create("Bench", OpaqueId.New());
        await using var tokens = new StreamWriter(file);
        for (int first = 0; first < count; first += AtOnce)
        {
            var names = Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(i => string.Create(CultureInfo.InvariantCulture, $"bench-{i:000000}")).ToArray();
            var added = await Task.WhenAll(names.Select(farm.AddRig));
            foreach (var (rig, name) in added.Zip(names)) { await tokens.WriteLineAsync(JsonSerializer.Serialize(new { rigId = rig.RigId, token = rig.Token, name })); }
        }
    }
}
