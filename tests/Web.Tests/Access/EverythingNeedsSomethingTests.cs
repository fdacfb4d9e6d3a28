using System.Reflection;
using BloxOs.Web.Access;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Access;

/// <summary>Everything of the running application that can be called says what it needs.</summary>
public sealed class EverythingNeedsSomethingTests
{
    /// <summary>Put there by the test host.</summary>
    static readonly string[] s_ofTheTest = ["/undeclared", "/throws"];

    /// <summary>The framework adds it beside static files when a program runs from its build folder; nobody gets through.</summary>
    const string BuildFolderFiles = "{**path:file}";

    /// <summary>Nobody's things: health, metrics (which guard themselves).</summary>
    static readonly string[] s_open = ["/healthz/startup", "/healthz/ready", "/healthz/live", "/metrics"];

    [Fact, Trait("check", "35")]
    public async Task Every_endpoint_that_is_no_page()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null && e.Metadata.GetMetadata<HubMetadata>() is null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .ToList();
        Assert.Contains(endpoints, e => e.RoutePattern.RawText == "/sign-out");
        var silent = endpoints.Where(e => e.Metadata.GetMetadata<NeedsAttribute>() is null).Select(e => e.RoutePattern.RawText).Except([.. s_ofTheTest, .. s_open, BuildFolderFiles]);
        Assert.Empty(silent);
    }

    [Fact, Trait("check", "35")]
    public async Task Every_handler_of_every_page()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var loader = host.Services.GetRequiredService<PageLoader>();
        var pages = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<PageActionDescriptor>()).OfType<PageActionDescriptor>().Distinct().ToList();
        Assert.Contains(pages, p => p.ViewEnginePath == "/Farms/Rigs");
        foreach (var page in pages)
        {
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            Assert.True(PageDoor.NeedsOf(null, compiled.HandlerTypeInfo).Needs is not null, $"{page.ViewEnginePath} does not say what it needs");
            foreach (var handler in compiled.HandlerMethods)
            {
                var (needs, _) = PageDoor.NeedsOf(handler.MethodInfo, compiled.HandlerTypeInfo);
                Assert.True(needs is not NeedsNobodyAttribute || IsOpen(compiled), $"{page.ViewEnginePath} {handler.MethodInfo.Name} is open though its page is not");
            }
        }

        static bool IsOpen(CompiledPageActionDescriptor page) => page.HandlerTypeInfo.GetCustomAttribute<NeedsAttribute>() is NeedsNobodyAttribute;
    }

    [Fact, Trait("check", "35")]
    public async Task Every_method_of_every_hub()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is not null).ToList();
        Assert.NotEmpty(endpoints);
        foreach (var endpoint in endpoints)
        {
            Assert.NotNull(endpoint.Metadata.GetMetadata<IAuthorizeData>());
            var hub = endpoint.Metadata.GetMetadata<HubMetadata>()!.HubType;
            var methods = hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => m.GetBaseDefinition().DeclaringType == hub).ToList();
            Assert.NotEmpty(methods);
            Assert.All(methods, m => Assert.True(m.GetCustomAttribute<NeedsAttribute>() is not null || hub.GetCustomAttribute<NeedsAttribute>() is not null, m.Name));
            Assert.All(methods.Where(m => m.GetParameters().Any(p => p.Name is "farmId")), m => Assert.IsType<NeedsFarmAttribute>(m.GetCustomAttribute<NeedsAttribute>()));
            Assert.All(methods.Where(m => m.GetParameters().Any(p => p.Name is "rigId")), m => Assert.IsType<NeedsRigAttribute>(m.GetCustomAttribute<NeedsAttribute>()));
        }
    }

    [Fact, Trait("check", "36")]
    public async Task What_names_a_farm_or_a_rig_in_its_address_needs_a_level_there()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var loader = host.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var names = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToHashSet();
            if (!names.Contains("farmId") && !names.Contains("rigId")) { continue; }
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
            List<NeedsAttribute?> needs = page is null
                ? [endpoint.Metadata.GetMetadata<NeedsAttribute>()]
                : NeedsOf(await loader.LoadAsync(page, EndpointMetadataCollection.Empty));
            Assert.All(needs, n => Assert.True(names.Contains("rigId") ? n is NeedsRigAttribute : n is NeedsFarmAttribute, endpoint.RoutePattern.RawText));
        }

        static List<NeedsAttribute?> NeedsOf(CompiledPageActionDescriptor page) =>
            [PageDoor.NeedsOf(null, page.HandlerTypeInfo).Needs, .. page.HandlerMethods.Select(h => PageDoor.NeedsOf(h.MethodInfo, page.HandlerTypeInfo).Needs)];
    }
}
