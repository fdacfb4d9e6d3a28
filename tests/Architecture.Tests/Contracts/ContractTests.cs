using BloxOs.Architecture.Tests.Assemblies;

namespace BloxOs.Architecture.Tests.Contracts;

public class ContractTests
{
    [Theory, InlineData("BloxOs.Grains"), InlineData("BloxOs.Silo"), InlineData("BloxOs.Web")]
    public void Contracts_keep_the_rules(string name)
    {
        using var assembly = BuiltAssembly.Open(name);
        Assert.Empty(assembly.Types.SelectMany(ContractRules.Violations));
    }

    [Fact]
    public void There_are_contracts_to_check()
    {
        using var grains = BuiltAssembly.Open("BloxOs.Grains");
        Assert.Contains(grains.Types, t => t.Name == "IRigGrain" && t.Methods.Any());
        Assert.Contains(grains.Types, t => t.Name == "RigState" && t.StoredMembers.Any());
    }

    [Theory]
    [InlineData("Good")]
    [InlineData("IGood")]
    [InlineData("WithoutAlias", "WithoutAlias has no [Alias]")]
    [InlineData("WithoutId", "WithoutId.Extra has no [Id]")]
    [InlineData("OpenState", "OpenState is not internal sealed")]
    [InlineData("IWithoutAliases", "IWithoutAliases has no [Alias]", "IWithoutAliases.Ask has no [Alias]")]
    [InlineData("OpenGrain", "OpenGrain is not internal sealed")]
    public void Rules_find_what_they_are_for(string type, params string[] faults)
    {
        using var own = BuiltAssembly.Open("BloxOs.Architecture.Tests");
        var madeUp = own.Types.Single(t => t.Name == type && t.Namespace.EndsWith(".MadeUp", StringComparison.Ordinal));
        Assert.Equal(faults.Select(f => $"{madeUp.Namespace}.{f}"), ContractRules.Violations(madeUp));
    }
}
