using System.Net;
using System.Threading.Channels;
using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Storage;
using BloxOs.TestServers;
using BloxOs.Web.Accounts;
using BloxOs.Web.Live;
using BloxOs.Web.Pages;
using BloxOs.Web.Security;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BloxOs.Web.Tests.Live;

/// <summary>The web server with real grains on SQLite, real sign-in, real pages and the real hub.</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    const string Email = "mara@example.org", Password = "tangled lantern over nine";

    readonly TempDirectory directory = new();
    readonly Dictionary<string, byte[]> tokens = [];
    WebApplication app = null!;
    HttpClient http = null!;
    long session;

    public CookieContainer Cookies { get; } = new();

    public Uri Address { get; private set; } = null!;

    public string FarmId { get; private set; } = "";

    public FarmFeed Feed => app.Services.GetRequiredService<FarmFeed>();

    public IGrainFactory Grains => app.Services.GetRequiredService<IGrainFactory>();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LiveHost> StartAsync()
    {
        var host = new LiveHost();
        await host.RunAsync();
        return host;
    }

    public async Task<string> AddRigAsync(string name)
    {
        var added = await Grains.GetGrain<IFarmGrain>(FarmId).AddRig(name);
        tokens[added.RigId] = RigToken.HashOf(added.Token);
        return added.RigId;
    }

    /// <summary>Lets a rig connect and report one sample.</summary>
    public async Task<RigSession> ReportAsync(string rigId, params GpuReading[] gpus)
    {
        var silo = app.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var rig = Grains.GetGrain<IRigGrain>(rigId);
        var connection = new RigSession(silo, ++session);
        await rig.Attach(connection, tokens[rigId], new() { HostName = "host", AgentVersion = "1.2.3" });
        await rig.Report(connection, RigSample.Of(new() { Sequence = session, Gpus = gpus }));
        return connection;
    }

    public async Task<HttpResponseMessage> GetAsync(string path) => await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    public async Task<string> ReadAsync(string path) => await (await GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation);

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        string token = Browser.Token(await ReadAsync(path));
        using var form = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("__RequestVerificationToken", token)]);
        return await http.PostAsync(new Uri(path, UriKind.Relative), form, Cancellation);
    }

    /// <summary>A connection as a page of this host opens it, and what it receives.</summary>
    public (HubConnection Hub, ChannelReader<LiveBatch> Batches) Connect(bool signedIn = true)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(Address, "/live"), options =>
        {
            if (signedIn) { options.Cookies = Cookies; }
            options.Headers["Origin"] = Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        var batches = Channel.CreateUnbounded<LiveBatch>();
        hub.On<LiveBatch>(LiveHub.BatchMethod, batch => batches.Writer.TryWrite(batch));
        return (hub, batches.Reader);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        directory.Dispose();
    }

    async Task RunAsync()
    {
        var database = new DatabaseOptions(DatabaseProvider.Sqlite, directory.File("bloxos.db"));
        await DatabaseMigrator.MigrateAsync(database, Cancellation);
        Address = new($"http://127.0.0.1:{FreePort.Next()}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "BloxOs.Web", ContentRootPath = directory.Path });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        builder.Services.AddSingleton(new SetupConsole(TextWriter.Null));
        builder.Services.AddBloxOsData(database);
        builder.Services.AddSingleton<ISiloLiveness, NoDeadSilos>().AddSingleton<IRigConnections, NoAgentSockets>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next(), serviceId: "bloxos", clusterId: Guid.NewGuid().ToString("N"))
            .AddBloxOsStorage(database));
        builder.AddBloxOsAccounts(directory.Path);
        builder.AddBloxOsPages();
        builder.AddBloxOsLive();
        app = builder.Build();
        app.UseBloxOsSecurity();
        app.MapBloxOsAccounts();
        app.MapBloxOsPages();
        app.MapBloxOsLive();
        await app.StartAsync(Cancellation);
        var account = await app.Services.GetRequiredService<IDemoAccount>().EnsureDemoAccountAsync(Email, Password, "Garage North", Cancellation);
        FarmId = account.FarmId;
        http = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await PostAsync("/sign-in", ("Email", Email), ("Password", Password))).Dispose();
    }
}
