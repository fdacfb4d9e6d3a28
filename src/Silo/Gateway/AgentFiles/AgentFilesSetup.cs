using BloxOs.Protocol;
using BloxOs.Silo.Settings;

namespace BloxOs.Silo.Gateway.AgentFiles;

/// <summary>Registers and maps the agent's files.</summary>
public static class AgentFilesSetup
{
    /// <summary>Its services.</summary>
    public static IServiceCollection AddBloxOsAgentFiles(this IServiceCollection services, BloxOsSettings settings) => services
        .AddSingleton(new AgentFilesOptions(settings.AgentFiles ?? Path.Combine(settings.DataDirectory, "agent")))
        .AddSingleton<AgentFilesHandler>();

    /// <summary>Before everything that is for people, like the gateway: a rig has no session.</summary>
    public static void UseBloxOsAgentFiles(this WebApplication app)
    {
        var handler = app.Services.GetRequiredService<AgentFilesHandler>();
        app.Use(next => context =>
        {
            string path = context.Request.Path.Value ?? "";
            return path == AgentEndpoint.InstallerPath || path.StartsWith(AgentEndpoint.DownloadPath, StringComparison.Ordinal) ? handler.HandleAsync(context) : next(context);
        });
    }
}
