using System.Text.Encodings.Web;
using System.Text.Json;
using BloxOs.Web.Access;
using BloxOs.Web.Api;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BloxOs.Web.Pages.Api;

/// <summary>The reference of the API, drawn from its document.</summary>
[NeedsSignIn]
internal sealed class IndexModel([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents) : PageModel
{
    static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the API is, in a few sentences.</summary>
    public string About { get; private set; } = "";

    /// <summary>Operations by what they are about, in the order of the document.</summary>
    public IReadOnlyList<IGrouping<string, ApiOperation>> Groups { get; private set; } = [];

    /// <summary>The page.</summary>
    public async Task OnGetAsync()
    {
        var document = await documents.GetOpenApiDocumentAsync(HttpContext.RequestAborted);
        About = document.Info.Description ?? "";
        var operations = from path in document.Paths
                         from operation in path.Value.Operations ?? []
                         select Read(operation.Key.Method, path.Key, operation.Value);
        Groups = [.. operations.GroupBy(static operation => operation.Group)];
    }

    static ApiOperation Read(string method, string path, OpenApiOperation operation) => new(
        operation.Tags?.FirstOrDefault()?.Name ?? "Other",
        operation.OperationId ?? "",
        method,
        path,
        operation.Summary ?? "",
        operation.Description ?? "",
        [.. (operation.Parameters ?? []).Select(static p => new ApiField(p.Name ?? "", p.In == ParameterLocation.Path ? "in the path" : "question", p.Required, p.Description ?? ""))],
        Example(operation.RequestBody?.Content),
        Example(operation.Responses?.FirstOrDefault(static r => r.Key.StartsWith('2')).Value?.Content),
        [.. (operation.Responses ?? []).Select(static r => new ApiEnd(r.Key, r.Value.Description ?? ""))]);

    static string? Example(IDictionary<string, OpenApiMediaType>? content) =>
        content?.Values.FirstOrDefault()?.Schema?.Examples?.FirstOrDefault()?.ToJsonString(s_readable);
}

/// <summary>One operation as the page shows it.</summary>
public sealed record ApiOperation(
    string Group, string Id, string Method, string Path, string Summary, string Description, IReadOnlyList<ApiField> Parameters, string? Body, string? Answer, IReadOnlyList<ApiEnd> Ends);

/// <summary>A parameter.</summary>
public sealed record ApiField(string Name, string Place, bool Required, string Description);

/// <summary>A way in which a call can end.</summary>
public sealed record ApiEnd(string Status, string Words);
