using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.CommandLine;

/// <summary>Tokens of the file joined with models.</summary>
internal static class RigList
{
    /// <summary>The rigs that the arguments ask for.</summary>
    /// <exception cref="ArgumentException">Too few tokens, or a broken file.</exception>
    public static IReadOnlyList<SimulatedRig> Of(Arguments arguments)
    {
        var demo = arguments.Demo ? DemoFleet.Create(arguments.Seed) : null;
        int? wanted = arguments.Rigs ?? (arguments.Demo ? DemoFleet.Count : null);
        if (wanted > FleetOptions.MostRigs) { arguments.Fleet.Validate(wanted.Value); }
        if (demo is not null && wanted > demo.Count) { throw new ArgumentException($"the demo has {demo.Count} rigs"); }
        var tokens = TokenFile.Read(arguments.TokenFile).Skip(arguments.Skip).Take(wanted ?? FleetOptions.MostRigs + 1).ToArray();
        if (wanted is { } count && tokens.Length < count)
        {
            throw new ArgumentException($"{arguments.TokenFile} has {tokens.Length} tokens after the first {arguments.Skip}, {count} are needed");
        }
        return [.. tokens.Select((t, i) => new SimulatedRig(t.Token, Named(demo is null ? FleetGenerator.Rig(arguments.Seed, arguments.Skip + i) : demo[i], t.Name)))];
    }

    static RigModel Named(RigModel model, string? name) => name is null ? model : model with { Name = name };
}
