using System.Text.RegularExpressions;
using BloxOs.Architecture.Tests.Files;

namespace BloxOs.Architecture.Tests.Security;

/// <summary>Reads off the tests' sources which of them shows what.</summary>
internal static partial class TestTraits
{
    /// <summary>Number → tests, as "Class.Method", in order.</summary>
    /// <param name="trait">Name of the trait.</param>
    public static ILookup<int, string> Of(string trait) =>
        RepositoryFiles.Below("tests", ".cs")
            .Where(path => !path.Contains("Architecture.Tests/Security/", StringComparison.Ordinal))
            .SelectMany(path => In(RepositoryFiles.Read(path), trait, Path.GetFileNameWithoutExtension(path)))
            .Distinct()
            .OrderBy(found => found.Test, StringComparer.Ordinal)
            .ToLookup(found => found.Number, found => found.Test);

    /// <summary>The same for one source.</summary>
    public static IEnumerable<(int Number, string Test)> In(string source, string trait, string file)
    {
        foreach (Match attribute in TraitAttribute().Matches(source))
        {
            if (attribute.Groups["name"].Value != trait) { continue; }
            var method = Declaration().Match(source, attribute.Index);
            if (!method.Success) { continue; }
            string owner = method.Groups["class"].Success ? method.Groups["class"].Value : $"{file}.{method.Groups["method"].Value}";
            yield return (int.Parse(attribute.Groups["number"].Value), owner);
        }
    }

    [GeneratedRegex("""Trait\("(?<name>[a-z-]+)", "(?<number>\d+)"\)""")]
    private static partial Regex TraitAttribute();

    [GeneratedRegex(@"(?:class (?<class>\w+))|(?:\b(?:void|Task|ValueTask) (?<method>\w+)\()")]
    private static partial Regex Declaration();
}
