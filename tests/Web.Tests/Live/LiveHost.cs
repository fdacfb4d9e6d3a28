using System.Net;
using System.Threading.Channels;
using BloxOs.Data.Idempotency;
using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using BloxOs.TestServers;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BloxOs.Web.Tests.Live;

/// <summary>The web server with real grains on SQLite, real sign-in, real pages and the real hub.</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    readonly AccountsHost host;
    readonly HttpClient http;
    readonly Dictionary<string, byte[]> tokens = [];
    long session;

    LiveHost(AccountsHost host)
    {
        this.host = host;
        http = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => host.Http;

    public string FarmId => host.FarmId;

    public FarmFeed Feed => host.Services.GetRequiredService<FarmFeed>();

    public LiveConnections Open => host.Services.GetRequiredService<LiveConnections>();

    public IHubContext<LiveHub> Hub => host.Services.GetRequiredService<IHubContext<LiveHub>>();

    public IGrainFactory Grains => host.Grains;

    public IJobLedger Jobs => host.Services.GetRequiredService<IJobLedger>();

    public IIdempotencyStore Requests => host.Services.GetRequiredService<IIdempotencyStore>();

    public ITelemetryStore Telemetry => host.Services.GetRequiredService<ITelemetryStore>();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LiveHost> StartAsync(HostHooks? hooks = null)
    {
        var live = new LiveHost(await AccountsHost.StartWithOwnerAsync(hooks: hooks));
        (await live.PostAsync("/sign-in", ("Email", AccountsHost.Email), ("Password", AccountsHost.Password))).Dispose();
        return live;
    }

    /// <summary>From now on this browser is somebody else's, who has no farm.</summary>
    public async Task<string> BecomeStrangerAsync(string email = "jon@example.org", UserRole role = UserRole.User)
    {
        string userId = await host.AddPersonAsync(email, role);
        await BecomeAsync(email);
        return userId;
    }

    /// <summary>From now on this browser is that person's.</summary>
    public async Task BecomeAsync(string email)
    {
        (await PostAsync("/sign-out", "/account")).Dispose();
        await SignInAsync(email);
    }

    /// <summary>Signs that person in, where nobody is.</summary>
    public async Task SignInAsync(string email) => (await PostAsync("/sign-in", ("Email", email), ("Password", AccountsHost.Password))).Dispose();

    public async Task<string> AddRigAsync(string name)
    {
        var added = await Grains.GetGrain<IFarmGrain>(FarmId).AddRig(name);
        tokens[added.RigId] = RigToken.HashOf(added.Token);
        return added.RigId;
    }

    /// <summary>Lets a rig connect and report one sample.</summary>
    public Task<RigSession> ReportAsync(string rigId, params GpuReading[] gpus) => ReportAsync(rigId, new RigStats { Gpus = gpus });

    /// <summary>The same of a rig that is made of this.</summary>
    public Task<RigSession> ReportAsync(string rigId, RigInventory inventory, params GpuReading[] gpus) => ReportAsync(rigId, inventory, new RigStats { Gpus = gpus });

    /// <summary>Lets a rig connect and report this sample.</summary>
    public Task<RigSession> ReportAsync(string rigId, RigStats stats) => ReportAsync(rigId, new RigInventory { HostName = "host", AgentVersion = "1.2.3" }, stats);

    /// <summary>This sample of a rig that is made of this.</summary>
    public async Task<RigSession> ReportAsync(string rigId, RigInventory inventory, RigStats stats)
    {
        var silo = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var rig = Grains.GetGrain<IRigGrain>(rigId);
        var connection = new RigSession(silo, ++session);
        await rig.Attach(connection, tokens[rigId], inventory);
        await rig.Report(connection, RigSample.Of(stats with { Sequence = session }));
        return connection;
    }

    public async Task<HttpResponseMessage> GetAsync(string path) => await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    public async Task<string> ReadAsync(string path) => await (await GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation);

    /// <summary>A request with headers of one's own.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await http.SendAsync(request, Cancellation);

    /// <summary>Time that the server sees.</summary>
    public ShiftedTime Time => host.Time;

    /// <summary>Connects as that rig; fails when the token is not good.</summary>
    public async Task UseTokenAsync(string rigId, string token)
    {
        tokens[rigId] = RigToken.HashOf(token);
        Assert.Equal(RigAuthentication.Accepted, await Grains.GetGrain<IRigGrain>(rigId).Authenticate(tokens[rigId], host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress));
        await ReportAsync(rigId);
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, path, fields);

    /// <summary>Posts the form of another page.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string formPath, params (string Name, string Value)[] fields)
    {
        string token = Browser.Token(await ReadAsync(formPath));
        using var form = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("__RequestVerificationToken", token)]);
        return await http.PostAsync(new Uri(path, UriKind.Relative), form, Cancellation);
    }

    /// <summary>A connection as a page of this host opens it, and what it receives.</summary>
    public (HubConnection Hub, ChannelReader<LiveBatch> Batches) Connect(bool signedIn = true, bool negotiates = true)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(Address, "/live"), options =>
        {
            if (signedIn) { options.Cookies = Cookies; }
            if (!negotiates) { (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets); }
            options.Headers["Origin"] = Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        var batches = Channel.CreateUnbounded<LiveBatch>();
        hub.On<LiveBatch>(LiveHub.BatchMethod, batch => batches.Writer.TryWrite(batch));
        return (hub, batches.Reader);
    }

    /// <summary>It begins to stop, as on SIGTERM; what serves goes on until it is disposed of.</summary>
    public void Stopping() => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    /// <summary>A connection that watches the host's farm, and what it receives.</summary>
    public async Task<(HubConnection Hub, ChannelReader<LiveBatch> Batches)> WatchFarmAsync()
    {
        var (hub, batches) = Connect();
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("WatchFarm", FarmId, Cancellation);
        return (hub, batches);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }
}
