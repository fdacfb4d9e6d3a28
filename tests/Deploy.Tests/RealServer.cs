using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.Silo.Hosting;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Deploy.Tests;

/// <summary>A server on a free loopback port: SQLite, a silo, the gateway, the agent's files, one farm.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    readonly TempDirectory _folder = new();
    readonly string _farmId = OpaqueId.New();
    WebApplication _app = null!;

    public string Url => _app.Url();

    IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    IFarmGrain Farm => Grains.GetGrain<IFarmGrain>(_farmId);

    /// <summary>Starts it.</summary>
    /// <param name="files">The directory with the agent's builds.</param>
    public static async Task<RealServer> StartAsync(string files)
    {
        var server = new RealServer();
        var settings = new BloxOsSettings
        {
            DataDirectory = server._folder.Path,
            AgentFiles = files,
            Database = new(DatabaseProvider.Sqlite, server._folder.File("test.db")),
        };
        await DatabaseMigrator.MigrateAsync(settings.Database);
        var builder = WebApplication.CreateBuilder().OnLoopback();
        builder.AddBloxOsSilo(settings);
        builder.Services.AddBloxOsOperations(publicMetrics: false);
        builder.Services.AddBloxOsAgentFiles(settings);
        server._app = builder.Build();
        server._app.UseBloxOsAgentFiles();
        server._app.UseBloxOsGateway();
        await server._app.StartAsync();
        await server.Farm.Create("Test farm", OpaqueId.New());
        return server;
    }

    /// <summary>A code for one rig.</summary>
    public async Task<string> CodeAsync() => (await Grains.GetGrain<IFarmEnrollment>(_farmId).MakeCode(1, TimeSpan.FromHours(1), OpaqueId.New())).Text!;

    /// <summary>A rig with its token.</summary>
    public Task<RigAdded> AddRigAsync(string name) => Farm.AddRig(name);

    /// <summary>What the server knows of a rig.</summary>
    public async Task<RigView> ViewAsync(string rigId) => (await Grains.GetGrain<IRigGrain>(rigId).GetView())!;

    /// <summary>The only rig of the farm.</summary>
    public async Task<string> OnlyRigAsync() => Assert.Single((await Farm.GetView())!.Rigs).RigId;

    /// <summary>Tells a rig to do something; the command's id.</summary>
    public async Task<string> OrderAsync(string rigId, CommandKind kind)
    {
        var answer = await Grains.GetGrain<IRigGrain>(rigId).Order(_farmId, new(OpaqueId.New(), kind, null, null, "Test", TimeSpan.FromMinutes(15)));
        return answer.Command!.CommandId;
    }

    /// <summary>How far a command is.</summary>
    public async Task<RigCommand> CommandAsync(string rigId, string commandId) => (await Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands.Single(c => c.CommandId == commandId);

    /// <summary>The names of the farm's rigs that have sent a sample.</summary>
    public async Task<string[]> ReportingAsync()
    {
        var names = new List<string>();
        foreach (var rig in (await Farm.GetView())!.Rigs)
        {
            if (await Grains.GetGrain<IRigGrain>(rig.RigId).GetView() is { Reading.Sample.Sequence: > 0 }) { names.Add(rig.Description.Name); }
        }
        return [.. names];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
