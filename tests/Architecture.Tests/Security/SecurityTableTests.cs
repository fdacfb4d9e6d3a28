using BloxOs.Architecture.Tests.Docs;

namespace BloxOs.Architecture.Tests.Security;

/// <summary>Every check that applies is shown by a test, and docs/security.md says by which.</summary>
public sealed class SecurityTableTests
{
    [Fact]
    public void Every_check_that_applies_has_a_test()
    {
        var tests = TestTraits.Of("check");
        Assert.Empty(SecurityChecks.All.Where(c => c.Later is null && !tests.Contains(c.Number)).Select(c => $"{c.Number} {c.Title}"));
    }

    [Fact]
    public void No_test_names_a_check_that_is_not_there() =>
        Assert.Empty(TestTraits.Of("check").Select(t => t.Key).Except(SecurityChecks.All.Select(c => c.Number)));

    [Fact]
    public void The_page_says_which_test_shows_what()
    {
        var tests = TestTraits.Of("check");
        new GeneratedPage("docs/security.md", "checks", GeneratedPage.Table(["#", "What holds", "ASVS 5.0", "Shown by"],
            SecurityChecks.All.Select(c => new[] { $"{c.Number}", c.Title, c.Asvs, Shown(c, tests[c.Number]) }))).Check();
        var inputs = TestTraits.Of("bad-input");
        new GeneratedPage("docs/security.md", "bad inputs", GeneratedPage.Table(["#", "Shown by"],
            inputs.OrderBy(i => i.Key).Select(i => new[] { $"{i.Key}", string.Join(", ", i.Select(t => $"`{t}`")) }))).Check();
    }

    [Fact]
    public void A_trait_is_read_with_the_test_that_carries_it()
    {
        const string source = """
            [Trait("check", "7"), Trait("bad-input", "93")]
            public sealed class DoorTests
            {
                [Fact, Trait("check", "12")]
                public async Task Opens_once() { }
            }
            """;
        Assert.Equal([(7, "DoorTests"), (12, "File.Opens_once")], TestTraits.In(source, "check", "File"));
        Assert.Equal([(93, "DoorTests")], TestTraits.In(source, "bad-input", "File"));
    }

    static string Shown(SecurityCheck check, IEnumerable<string> tests)
    {
        string named = string.Join(", ", tests.Select(t => $"`{t}`"));
        return named.Length > 0 ? named : check.Later is { } later ? $"comes with {later}" : "**nothing yet**";
    }
}
