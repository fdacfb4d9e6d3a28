namespace BloxOs.Architecture.Tests.Files;

public class FileTests
{
    const string Tokens = "src/Web/wwwroot/css/tokens.css";

    [Fact]
    public void No_source_file_is_too_long()
        => Assert.Empty(Faults([.. RepositoryFiles.Below("src", ".cs", ".cshtml", ".js", ".css", ".sql"), .. RepositoryFiles.Below("tools", ".cs"), .. RepositoryFiles.Below("tests", ".cs")], TextRules.TooLong));

    [Fact]
    public void Colours_stand_in_the_tokens_only()
    {
        Assert.Empty(Faults(RepositoryFiles.Below("src/Web", ".css").Where(f => f != Tokens), TextRules.Colours));
        Assert.NotEmpty(TextRules.Colours(RepositoryFiles.Read(Tokens)));
    }

    [Fact]
    public void Both_light_blocks_of_the_tokens_are_equal()
    {
        var (bySystem, byChoice) = TextRules.LightBlocks(RepositoryFiles.Read(Tokens));
        Assert.NotEmpty(bySystem);
        Assert.Equal(bySystem, byChoice);
    }

    [Fact]
    public void Pages_hold_no_inline_style_or_script_and_no_code_that_is_shown()
    {
        var pages = RepositoryFiles.Below("src/Web", ".cshtml").ToList();
        Assert.NotEmpty(pages);
        Assert.Empty(Faults(pages, TextRules.Inline));
        Assert.Empty(Faults(pages, TextRules.CodeShownAsText));
    }

    [Fact]
    public void Lock_files_name_no_address()
    {
        var locks = RepositoryFiles.Below(".", "packages.lock.json", "package-lock.json", ".npmrc").ToList();
        Assert.Contains(locks, l => l.EndsWith("src/Silo/packages.lock.json", StringComparison.Ordinal));
        Assert.Empty(Faults(locks, text => TextRules.Addresses(WithoutFunding(text))));
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        var projects = RepositoryFiles.Below(".", ".csproj").Select(Path.GetDirectoryName);
        var locks = RepositoryFiles.Below(".", "packages.lock.json").Select(Path.GetDirectoryName);
        Assert.Empty(projects.Except(locks));
    }

    [Theory]
    [InlineData("P:System.DateTime.Now"), InlineData("P:System.DateTime.UtcNow"), InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.Threading.Tasks.Task`1.Result"), InlineData("M:System.Threading.Tasks.Task.Wait")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)"), InlineData("M:System.Net.Http.HttpClient.#ctor")]
    public void Compiler_bans(string symbol)
        => Assert.Contains(RepositoryFiles.Read("BannedSymbols.txt").Split('\n'), line => line.StartsWith(symbol + ";", StringComparison.Ordinal));

    [Fact]
    public void Only_the_gateway_of_the_silo_sees_the_wire()
        => Assert.All(
            RepositoryFiles.Below("src/Silo", ".cs").Where(f => !f.StartsWith("src/Silo/Gateway/", StringComparison.Ordinal)),
            f => Assert.DoesNotContain("BloxOs.Protocol", RepositoryFiles.Read(f), StringComparison.Ordinal));

    static IEnumerable<string> Faults(IEnumerable<string> files, Func<string, IEnumerable<string>> rule)
        => files.SelectMany(file => rule(RepositoryFiles.Read(file)).Select(fault => $"{file}: {fault}"));

    /// <summary>npm copies where a package asks for donations; nothing is fetched from there.</summary>
    static string WithoutFunding(string text) => string.Join('\n', FundingAside(text.Split('\n')));

    static IEnumerable<string> FundingAside(string[] lines)
    {
        bool funding = false;
        foreach (string line in lines)
        {
            funding |= line.Contains("\"funding\"", StringComparison.Ordinal);
            if (!funding) { yield return line; }
            funding &= !line.TrimStart().StartsWith('}') && !line.TrimStart().StartsWith(']');
        }
    }
}
