using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Access;

/// <summary>Puts the gate before pages, endpoints and hub methods.</summary>
internal static class GateSetup
{
    /// <summary>The gate and the door of pages; hubs add <see cref="HubDoor"/> themselves, behind what counts their calls.</summary>
    public static WebApplicationBuilder AddBloxOsAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IFarmAccess, FarmAccess>();
        builder.Services.AddSingleton<Gate>();
        builder.Services.Configure<MvcOptions>(static options => options.Filters.Add<PageDoor>());
        return builder;
    }

    /// <summary>The door of everything that is neither page nor hub. After who calls is known, before it runs.</summary>
    public static WebApplication UseBloxOsAccess(this WebApplication app)
    {
        app.UseMiddleware<EndpointDoor>();
        return app;
    }

    /// <summary>What the gate found for this call.</summary>
    /// <exception cref="InvalidOperationException">The call needs nobody, so that nothing was looked for.</exception>
    public static Granted Granted(this HttpContext context) =>
        context.Features.Get<Granted>() ?? throw new InvalidOperationException("This call went through no gate.");

    /// <summary>What the gate found for this page.</summary>
    public static Granted Granted(this PageModel page) => page.HttpContext.Granted();

    /// <summary>Says what this endpoint needs.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, NeedsAttribute needs, bool fresh = false) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built =>
        {
            built.Metadata.Add(needs);
            if (fresh) { built.Metadata.Add(new NeedsFreshSignInAttribute()); }
        });
        return endpoint;
    }
}
