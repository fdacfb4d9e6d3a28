using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BloxOs.TestServers.Web;

/// <summary>Web applications of tests, compiled into the projects that have them.</summary>
internal static class LoopbackApp
{
    /// <summary>On a free port of loopback, and without a log.</summary>
    public static WebApplicationBuilder OnLoopback(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }

    /// <summary>Where it listens, <c>http://127.0.0.1:port</c>.</summary>
    public static string Url(this WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
