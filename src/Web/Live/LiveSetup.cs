using System.Text.Encodings.Web;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Web.Live;

/// <summary>Registers what keeps open pages up to date.</summary>
internal static class LiveSetup
{
    const int MostBytesFromBrowser = 16 * 1024;   // 400 ids of rigs, and what is searched for

    /// <summary>The hub, the feed and the sweep that re-checks access.</summary>
    public static WebApplicationBuilder AddBloxOsLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(Limit).AddJsonProtocol(static options => options.PayloadSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);   // a message is read as JSON and never as HTML: "<" as six characters only makes it longer
        builder.Services.AddSingleton<LiveConnections>();
        builder.Services.AddSingleton<PartialRenderer>();
        builder.Services.TryAddSingleton(SilenceLimits.Usual);
        builder.Services.AddSingleton<FarmFacts>().AddSingleton<FarmLines>();
        builder.Services.AddSingleton<LiveRenderer>();
        builder.Services.AddSingleton<FarmFeed>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<FarmFeed>());
        builder.Services.AddHostedService<AccessSweep>();
        return builder;
    }

    /// <summary>The hub under <c>/live</c>.</summary>
    public static WebApplication MapBloxOsLive(this WebApplication app)
    {
        // When the cookie ends, so does what it opened.
        var hub = app.MapHub<LiveHub>(LiveHub.Path, static options => options.CloseOnAuthenticationExpiration = true).RequireAuthorization();
        hub.Add(endpoint => endpoint.RequestDelegate = UnlessStopping(endpoint.RequestDelegate!, app.Lifetime.ApplicationStopping));
        return app;
    }

    /// <summary>
    /// SignalR closes what is open when the server begins to stop, and browsers are back within the second: let in, they would see each rig go offline
    /// under "Live" and hold up the stop until its time is over.
    /// </summary>
    static RequestDelegate UnlessStopping(RequestDelegate hub, CancellationToken stopping) => context =>
    {
        if (!stopping.IsCancellationRequested) { return hub(context); }
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    };

    static void Limit(HubOptions options)
    {
        options.MaximumReceiveMessageSize = MostBytesFromBrowser;
        options.MaximumParallelInvocationsPerClient = 1;
        options.StreamBufferCapacity = 1;
        options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        options.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
        options.EnableDetailedErrors = false;
        options.AddFilter<LivePace>();
        options.AddFilter<HubDoor>();
    }
}
