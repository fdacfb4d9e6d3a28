using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.Silo.Settings;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Deploy.Tests;

/// <summary>The part of a server that hands out the installer and the agent's files, of a directory that a test changes; no rig can connect to it.</summary>
internal sealed class FilesServer : IAsyncDisposable
{
    readonly WebApplication _app;

    FilesServer(WebApplication app) => _app = app;

    public string Url => _app.Url();

    /// <summary>Starts it.</summary>
    /// <param name="files">The directory.</param>
    public static async Task<FilesServer> StartAsync(string files)
    {
        var builder = WebApplication.CreateSlimBuilder().OnLoopback();
        builder.Services.AddSingleton(TimeProvider.System).AddBloxOsAgentFiles(new BloxOsSettings { DataDirectory = files, AgentFiles = files });
        var app = builder.Build();
        app.UseBloxOsAgentFiles();
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
