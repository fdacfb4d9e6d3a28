using System.Globalization;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Architecture.Tests.Docs;

/// <summary>docs/miners.md says of each miner what its descriptor says.</summary>
public class MinerPageTests
{
    static readonly MinerApiBinding Api = new(1, "TOKEN");

    [Fact]
    public void The_page_lists_every_miner()
    {
        new GeneratedPage("docs/miners.md", "miners", GeneratedPage.Table(["Miner", "Id", "Program", "Computes on", "At once", "Accounts in", "API", "Default port", "Loopback only", "Read only or token"], MinerCatalog.All.Select(Row))).Check();
        new GeneratedPage("docs/miners.md", "algorithms", GeneratedPage.Table(["Miner", "Algorithms, in the catalogue's words"],
            Startable.Select(m => new[] { m.Title, string.Join(", ", m.Algorithms.Select(a => $"`{a.Id}`")) }))).Check();
        new GeneratedPage("docs/miners.md", "flags", GeneratedPage.Table(["Miner", "Further arguments"],
            Startable.Select(m => new[] { m.Title, m.ExtraFlags.Count == 0 ? "none: everything is in its file" : string.Join(", ", m.ExtraFlags.Select(Flag)) }))).Check();
    }

    static IEnumerable<MinerDescriptor> Startable => MinerCatalog.All.Where(m => m.CanStart);

    static string[] Row(MinerDescriptor m) =>
    [
        m.Title, $"`{m.Id}`", string.Join(", ", m.ProcessNames.Select(n => $"`{n}`")), m.Hardware.ToString(), m.CanStart ? m.MaximumTasks.ToString(CultureInfo.InvariantCulture) : "read only",
        !m.CanStart ? "–" : m.UsesConfigFile ? "a file, mode 0600" : "the command line",
        string.Join(", ", m.Requests(Api).Select(r => $"{(r.Kind == MinerApiKind.Http ? "GET " : "")}`{r.Text}`").Distinct()),
        m.DefaultApiPort?.ToString(CultureInfo.InvariantCulture) ?? "none",
        !m.CanStart ? "–" : m.ApiStaysOnLoopback ? "yes" : "cannot be told",
        !m.CanStart ? "–" : m.ApiIsGuarded ? "yes" : "not known",
    ];

    static string Flag(ExtraFlag f) => $"`{f.Name}`" + f.Value switch
    {
        FlagValue.Number => " n",
        FlagValue.Numbers => " n,n",
        FlagValue.Word => " word",
        FlagValue.OnOff => " on/off",
        _ => "",
    };
}
