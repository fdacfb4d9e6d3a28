using System.Text.Encodings.Web;
using System.Text.Unicode;
using BloxOs.Web.Batches;
using BloxOs.Web.Commands;
using BloxOs.Web.History;
using BloxOs.Web.Security;
using BloxOs.Web.Timeline;
using Microsoft.Extensions.WebEncoders;

namespace BloxOs.Web.Pages;

/// <summary>Registers pages and static files.</summary>
internal static class PagesSetup
{
    /// <summary>Razor Pages, and static files also when the process runs from its build folder.</summary>
    public static WebApplicationBuilder AddBloxOsPages(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        // From its build folder a process would pack files anew with each answer, at the level "not at all", in case somebody edits them. Who develops wants that; who runs a clone does not.
        if (!builder.Environment.IsDevelopment()) { builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false"; }
        builder.Services.AddRazorPages().AddMvcOptions(static mvc =>
        {
            mvc.Filters.Add(new FormSizeLimit());
            mvc.ModelBinderProviders.Insert(0, new WholeNumberBinder());
        });
        builder.Services.AddSingleton<CommandDesk>().AddSingleton<BulkDesk>().AddSingleton<BatchDesk>().AddSingleton<BatchNotes>().AddSingleton<WorkDesk>();
        PageCompression.Add(builder.Services);
        builder.Services.AddSingleton<HistoryBook>().AddSingleton<TroubleSince>();
        builder.Services.AddSingleton<ActivityBook>();
        builder.Services.AddHttpContextAccessor();
        // Pages are UTF-8: "°C" as it is, not as six characters, four hundred times a second. Markup characters stay encoded.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return builder;
    }

    /// <summary>Pages, style sheets and scripts. Static files hold no secret and need no sign-in.</summary>
    public static WebApplication MapBloxOsPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        return app;
    }
}
