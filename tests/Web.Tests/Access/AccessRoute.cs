using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Access;

/// <summary>One thing of the running application that can be called over HTTP.</summary>
/// <param name="Surface">"page", "api" or "end" for other endpoints: which of them ask for a cookie and which for a key.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Address with its parameters in braces, and the handler.</param>
internal sealed record AccessRoute(string Surface, string Method, string Pattern)
{
    /// <summary>Its row in the table.</summary>
    public string Key => $"{Surface} {Method} {Pattern}";

    /// <summary>Every handler of every page, every operation of the API and every other endpoint; hubs and static files are none of these.</summary>
    public static async Task<IReadOnlyList<AccessRoute>> AllAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var routes = new HashSet<AccessRoute>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<HubMetadata>() is not null || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) { continue; }
            string path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                routes.Add(new("page", "GET", path));   // also a page without a handler for it is shown
                routes.UnionWith(compiled.HandlerMethods.Select(h => new AccessRoute("page", h.HttpMethod.ToUpperInvariant(), h.Name is null ? path : $"{path}?handler={h.Name}")));
                continue;
            }
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            routes.UnionWith(methods.Select(m => new AccessRoute(path.StartsWith("/api/", StringComparison.Ordinal) ? "api" : "end", m, path)));
        }
        return [.. routes.OrderBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>Every method of every hub, as "hub METHOD" with the name of its only argument, or none.</summary>
    public static IEnumerable<(string Key, string Method, string? Argument)> Hubs(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<HubMetadata>()).OfType<HubMetadata>().Select(m => m.HubType).Distinct()
            .SelectMany(hub => hub.GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.DeclaredOnly))
            .Where(m => m.GetBaseDefinition().DeclaringType == m.DeclaringType)
            .Select(m => ($"hub {m.Name}", m.Name, m.GetParameters().FirstOrDefault()?.Name));

    /// <summary>The address with what a call names: the target's farm or rig, and for everything else an id that nobody has.</summary>
    public string Path(string farmId, string rigId) => System.Text.RegularExpressions.Regex.Replace(
        Pattern, "{([a-zA-Z]+)[^}]*}+", match => match.Groups[1].Value switch { "farmId" => farmId, "rigId" => rigId, "documentName" => "v1", _ => AccessWorld.Nothing });
}
