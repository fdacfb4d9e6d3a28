namespace BloxOs.Architecture.Tests.Assemblies;

/// <summary>What an assembly must never depend on.</summary>
/// <param name="Assembly">Its name.</param>
/// <param name="Ours">The only assemblies of ours that it may refer to.</param>
/// <param name="ForbiddenAssemblies">Beginnings of assembly names.</param>
/// <param name="ForbiddenTypes">Beginnings of full type names.</param>
internal sealed record DependencyRule(string Assembly, string[] Ours, string[] ForbiddenAssemblies, string[] ForbiddenTypes)
{
    static readonly string[] Sql = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "dbup"];
    static readonly string[] Orleans = ["Orleans"];
    static readonly string[] AspNet = ["Microsoft.AspNetCore", "Microsoft.Extensions.Hosting"];
    static readonly string[] None = [];

    /// <summary>Charts are read past the grains: a scan of months must not hold up a rig's samples.</summary>
    const string History = "BloxOs.Data.History.IHistoryReader";

    /// <summary>All rules; docs/architecture.md gives the reasons.</summary>
    public static IReadOnlyList<DependencyRule> All { get; } =
    [
        new("BloxOs.Protocol", [], [.. Orleans, .. AspNet, .. Sql], ["System.Data."]),
        new("BloxOs.Catalog", [], [.. Orleans, .. AspNet, .. Sql], ["System.Data."]),
        new("bloxos-agent", ["BloxOs.Protocol", "BloxOs.Catalog"], [.. Orleans, .. AspNet, .. Sql], ["System.Data."]),
        new("BloxOs.Data", [], Orleans, None),
        new("BloxOs.Grains", ["BloxOs.Catalog", "BloxOs.Data"], [.. Sql, .. AspNet], ["System.Data.", "System.Net.Http.", History]),
        new("BloxOs.Silo", ["BloxOs.Protocol", "BloxOs.Catalog", "BloxOs.Data", "BloxOs.Grains"], ["Microsoft.Data.Sqlite", "SQLitePCLRaw", "dbup"], [History]),
        new("BloxOs.Web", ["BloxOs.Catalog", "BloxOs.Data", "BloxOs.Grains", "BloxOs.Silo", "BloxOs.RigSim"], Sql, ["System.Data."]),
        new("BloxOs.RigSim", ["BloxOs.Protocol", "BloxOs.Catalog"], [.. Orleans, .. Sql], ["System.Data."]),
    ];

    /// <summary>The forbidden edges, each as "from → to".</summary>
    public IEnumerable<string> Violations(string name, IEnumerable<string> references, IEnumerable<string> usedTypes)
    {
        foreach (string reference in references)
        {
            bool ours = reference.StartsWith("BloxOs.", StringComparison.Ordinal) || reference == "bloxos-agent";
            if ((ours && !Ours.Contains(reference)) || ForbiddenAssemblies.Any(f => reference.StartsWith(f, StringComparison.OrdinalIgnoreCase))) { yield return $"{name} → {reference}"; }
        }
        foreach (string type in usedTypes.Where(t => ForbiddenTypes.Any(f => t.StartsWith(f, StringComparison.Ordinal)))) { yield return $"{name} → {type}"; }
    }

    public override string ToString() => Assembly;
}
