namespace BloxOs.Architecture.Tests.Assemblies;

public class DependencyTests
{
    public static TheoryData<string> Assemblies => [.. DependencyRule.All.Select(r => r.Assembly)];

    [Theory, MemberData(nameof(Assemblies))]
    public void Assembly_depends_on_nothing_forbidden(string name)
    {
        using var assembly = BuiltAssembly.Open(name);
        Assert.Empty(RuleOf(name).Violations(name, assembly.References, assembly.UsedTypes));
    }

    [Theory]
    [InlineData("BloxOs.Protocol", "BloxOs.Silo → BloxOs.Grains")]
    [InlineData("BloxOs.Catalog", "BloxOs.Silo → Orleans.Core.Abstractions")]
    [InlineData("bloxos-agent", "BloxOs.Silo → Npgsql")]
    [InlineData("BloxOs.Grains", "BloxOs.Silo → BloxOs.Protocol")]
    [InlineData("BloxOs.Data", "BloxOs.Silo → Orleans.Core.Abstractions")]
    [InlineData("BloxOs.Web", "BloxOs.Silo → Npgsql")]
    public void Rule_names_the_forbidden_edges_of_the_silo(string rule, string edge)
    {
        using var silo = BuiltAssembly.Open("BloxOs.Silo");
        Assert.Contains(edge, RuleOf(rule).Violations(silo.Name, silo.References, silo.UsedTypes));
    }

    [Fact]
    public void Rule_names_a_forbidden_type()
        => Assert.Equal(["X → System.Net.Http.HttpClient"], RuleOf("BloxOs.Grains").Violations("X", ["System.Net.Http"], ["System.Net.Http.HttpClient", "System.Uri"]));

    [Theory]
    [InlineData("BloxOs.Grains")]
    [InlineData("BloxOs.Silo")]
    public void History_is_read_outside_of_grains_only(string rule)
    {
        using var web = BuiltAssembly.Open("BloxOs.Web");
        Assert.Contains("BloxOs.Web → BloxOs.Data.History.IHistoryReader", RuleOf(rule).Violations(web.Name, [], web.UsedTypes));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Every_log_message_is_source_generated(string name)
    {
        using var assembly = BuiltAssembly.Open(name);
        Assert.Empty(LoggerExtensionCalls(assembly.UsedMembers));
    }

    [Fact]
    public void A_call_of_the_logger_extensions_is_found()
        => Assert.Single(LoggerExtensionCalls(["Microsoft.Extensions.Logging.LoggerExtensions.LogWarning", "Microsoft.Extensions.Logging.ILogger.Log"]));

    static DependencyRule RuleOf(string assembly) => DependencyRule.All.Single(r => r.Assembly == assembly);

    static IEnumerable<string> LoggerExtensionCalls(IEnumerable<string> usedMembers)
        => usedMembers.Where(m => m.StartsWith("Microsoft.Extensions.Logging.LoggerExtensions.Log", StringComparison.Ordinal));
}
