using System.Text.RegularExpressions;
using BloxOs.Architecture.Tests.Files;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Settings;

namespace BloxOs.Architecture.Tests.Docs;

/// <summary>What the documentation says is what the code does.</summary>
public partial class DocsTests
{
    [Fact]
    public void Configuration_lists_every_setting()
        => new GeneratedPage("docs/configuration.md", "settings", GeneratedPage.Table(["Key", "Allowed", "Default", "Meaning"],
            SettingKeys.All.Select(k => new[] { $"`{SettingKeys.Section}:{k.Key}`", k.Allowed, k.Default.Length > 0 ? k.Default : "–", k.Meaning }))).Check();

    [Fact]
    public void Protocol_describes_every_message_code_and_limit()
    {
        new GeneratedPage("docs/protocol.md", "agent messages", ProtocolTables.Messages(typeof(AgentMessage))).Check();
        new GeneratedPage("docs/protocol.md", "server messages", ProtocolTables.Messages(typeof(ServerMessage))).Check();
        new GeneratedPage("docs/protocol.md", "objects", ProtocolTables.Objects()).Check();
        new GeneratedPage("docs/protocol.md", "close codes", ProtocolTables.CloseCodeTable()).Check();
        new GeneratedPage("docs/protocol.md", "limits", ProtocolTables.LimitTable()).Check();
    }

    [Fact]
    public void States_are_all_explained_with_their_times()
    {
        string page = RepositoryFiles.Read("docs/states.md");
        Assert.All(Enum.GetNames<RigStatus>(), state => Assert.Contains($"| **{state}** |", page, StringComparison.Ordinal));
        var options = new GatewayOptions();
        Assert.Contains($"for {options.StaleAfter.TotalSeconds} s", page, StringComparison.Ordinal);
        Assert.Contains($"for {options.OfflineAfter.TotalSeconds} s", page, StringComparison.Ordinal);
        var slow = options with { HeartbeatInterval = TimeSpan.FromSeconds(60) };
        Assert.Contains($"{slow.StaleAfter.TotalSeconds} s and {slow.OfflineAfter.TotalSeconds} s at a heartbeat of 60 s", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_differs_is_told()
    {
        var page = new GeneratedPage("x.md", "things", "new\n");
        string old = "Intro\n<!-- begin things: made from the code, BLOXOS_WRITE_DOCS=1 ./test unit writes it -->\nold\n<!-- end things -->\nEnd\n";
        Assert.Equal(old.Replace("old", "new", StringComparison.Ordinal), page.Apply(old));
        Assert.Throws<InvalidDataException>(() => page.Apply("nothing of that"));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var pages = RepositoryFiles.Below(".", ".md").ToList();
        Assert.Contains("README.md", pages);
        var broken = pages.SelectMany(page => Link().Matches(RepositoryFiles.Read(page)).Select(m => m.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(TargetOf(page, target))).Select(target => $"{page}: {target}"));
        Assert.Empty(broken);
    }

    static string TargetOf(string page, string target)
        => Path.Combine(TestServers.BuiltOutput.RepositoryRoot(), Path.GetDirectoryName(page)!, target.Split('#')[0]);

    [GeneratedRegex(@"\]\((?<target>[^)#\s][^)\s]*)\)")]
    private static partial Regex Link();
}
