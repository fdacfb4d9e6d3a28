using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BloxOs.Web.Access;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace BloxOs.Web.Api;

/// <summary>What the OpenAPI document says beside what the endpoints say themselves.</summary>
internal static class ApiDocument
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    const string Scheme = "bearer";
    const string Input = "Input";

    const string About = """
        Rigs, farms and what people may do with them. Every call needs an API key (Account, API keys) or an access token, in the header
        “Authorization: Bearer TOKEN”. Errors follow RFC 9457. Unknown fields are refused. Ids are opaque.
        What does not exist and what the caller may not see both give 404.
        """;

    /// <summary>OpenAPI 3.1, of the API alone.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = static described => described.RelativePath?.StartsWith(ApiPath.Root[1..] + "/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(static (document, _, _) => Describe(document));
        options.AddOperationTransformer(static (operation, context, _) => Describe(operation, context));
        options.AddSchemaTransformer(static (schema, context, _) => Describe(schema, context));
    }

    static Task Describe(OpenApiDocument document)
    {
        document.Info = new() { Title = "BloxOs API", Version = "1", Description = About.ReplaceLineEndings(" ") };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, Description = "An API key (bxk_…) or an access token of POST /api/v1/auth/token." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsNobodyAttribute>().Any()) { operation.Security = []; }
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()) { parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? ""); }
        foreach (var (status, response) in operation.Responses ?? [])
        {
            response.Description = Words(int.Parse(status, CultureInfo.InvariantCulture));
        }
        return Task.CompletedTask;
    }

    /// <summary>Answers may get more members in time, so that a client must not refuse them; input must not have any.</summary>
    static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        Retype(schema, type);
        if (!type.Name.EndsWith(Input, StringComparison.Ordinal)) { schema.AdditionalPropertiesAllowed = true; }
        if (context.JsonPropertyInfo is null && ApiExamples.Of(type) is { } example)
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            schema.Examples = [Shortened(JsonSerializer.SerializeToNode(example, type, json)!, type)];
        }
        return Task.CompletedTask;
    }

    /// <summary>What a converter of ours writes, the generator cannot know.</summary>
    static void Retype(OpenApiSchema schema, Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (!inner.IsEnum && inner != typeof(DateTimeOffset)) { return; }
        schema.Type = inner == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        if (!inner.IsEnum) { schema.Format = "date-time"; }
    }

    /// <summary>Input says what it wants; the rest is left out.</summary>
    static JsonNode Shortened(JsonNode example, Type type)
    {
        if (!type.Name.EndsWith(Input, StringComparison.Ordinal) || example is not JsonObject members) { return example; }
        foreach (string name in members.Where(static m => m.Value is null).Select(static m => m.Key).ToList()) { members.Remove(name); }
        return members;
    }

    static string Words(int status) => status switch
    {
        200 => "Done.",
        201 => "Created.",
        204 => "Done; the answer has no body.",
        400 => "The request is not valid; nothing was changed.",
        401 => "No valid API key or access token.",
        403 => "The caller may see it, but not do this.",
        404 => "It does not exist, or not for this caller.",
        409 => "It conflicts with what is there; nothing was changed.",
        412 => "If-Match names another state; nothing was changed.",
        413 => "The body is too long.",
        415 => "The body is not JSON.",
        429 => "Too many calls; Retry-After says how long to wait.",
        503 => "Not now; nothing was changed.",
        _ => "Something failed in the server.",
    };
}
