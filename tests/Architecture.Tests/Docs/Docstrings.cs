using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BloxOs.Architecture.Tests.Docs;

/// <summary>The summaries of an assembly's documentation file as one line of Markdown each.</summary>
internal sealed partial class Docstrings
{
    readonly Dictionary<string, string> _summaries;

    /// <summary>Reads the file beside the assembly.</summary>
    public Docstrings(string assembly) => _summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"))
        .Descendants("member").Where(m => m.Element("summary") is not null)
        .ToDictionary(m => m.Attribute("name")!.Value, m => Line(m.Element("summary")!));

    /// <summary>The summary of a member by its documentation id, such as <c>P:Namespace.Type.Property</c>.</summary>
    public string Of(string id) => _summaries[id];

    static string Line(XElement summary) => Space().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();

    static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference when reference.Attribute("cref") is { } cref => $"`{ShortName(cref.Value)}`",
        XElement other => other.Value,
        _ => "",
    };

    /// <summary>Members with their type, types by themselves.</summary>
    static string ShortName(string cref)
    {
        string[] parts = cref[2..].Split('.');
        return cref[0] == 'T' ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
