using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Data.Migrations;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Silo.Gateway.AgentFiles;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Outbound;
using BloxOs.Silo.Settings;
using BloxOs.Silo.Storage;
using BloxOs.TestServers;
using BloxOs.Web.Tests.Secrets;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Api;
using BloxOs.Web.Live;
using BloxOs.Web.Mail;
using BloxOs.Web.Pages;
using BloxOs.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>A web server with a silo inside, on SQLite in a folder of its own, over HTTP and HTTPS.</summary>
internal sealed class AccountsHost : IAsyncDisposable
{
    public const string Email = "mara@example.org";
    public const string Password = "tangled lantern over nine";

    /// <summary>A real hash takes a tenth of a second of a core, and most tests sign in several times.</summary>
    const int QuickIterations = 1_000;

    readonly TempDirectory _directory = new();
    readonly X509Certificate2 _certificate = NewCertificate();
    WebApplication? _app;

    public ShiftedTime Time { get; } = new();

    public StringWriter Console { get; } = new();

    /// <summary>What the server logged.</summary>
    public CapturedLog Log { get; } = new();

    /// <summary>The owner's farm; empty before there is one.</summary>
    public string FarmId { get; private set; } = "";

    public string DataDirectory => _directory.Path;

    public Uri Http { get; private set; } = null!;

    public Uri Https { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public ISetupCode SetupCode => Services.GetRequiredService<ISetupCode>();

    AccountSettings _settings = new();
    IReadOnlyList<IPNetwork> _proxies = [];
    MailSettings? _mail;
    HostHooks? _hooks;
    bool _quickHashes;

    /// <summary>For a test that reads <see cref="Log"/>: everything is logged. A silo says a great deal at this level.</summary>
    public static void LogEverything(IServiceCollection services) => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Debug));

    public static async Task<AccountsHost> StartAsync(AccountSettings? settings = null, IReadOnlyList<IPNetwork>? proxies = null, Action<IServiceCollection>? before = null, MailSettings? mail = null, HostHooks? hooks = null, bool quickHashes = true)
    {
        var host = new AccountsHost { _settings = settings ?? new(), _proxies = proxies ?? [], _mail = mail, _hooks = hooks, _quickHashes = quickHashes };
        await host.RunAsync(before);
        return host;
    }

    /// <summary>A host whose set-up is done: <see cref="Email"/> with <see cref="Password"/> owns a farm.</summary>
    public static async Task<AccountsHost> StartWithOwnerAsync(AccountSettings? settings = null, IReadOnlyList<IPNetwork>? proxies = null, Action<IServiceCollection>? before = null, MailSettings? mail = null, HostHooks? hooks = null, bool quickHashes = true)
    {
        var host = await StartAsync(settings, proxies, before, mail, hooks, quickHashes);
        var account = await host.Services.GetRequiredService<IDemoAccount>().EnsureDemoAccountAsync(
            Email, Password, "Garage North", TestContext.Current.CancellationToken);
        host.FarmId = account.FarmId;
        return host;
    }

    /// <summary>One more person, with <see cref="Password"/> and no farm; his id.</summary>
    public async Task<string> AddPersonAsync(string email, UserRole role = UserRole.User)
    {
        var account = new UserAccount
        {
            UserId = OpaqueId.New(),
            Email = email,
            NormalizedEmail = email,
            DisplayName = email[..email.IndexOf('@', StringComparison.Ordinal)],
            PasswordHash = Services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(Account.Nobody, Password),
            SecurityStamp = SecurityStamp.New(),
            Role = role,
        };
        Assert.Equal(UserOutcome.Done, await Grains.GetGrain<IUserGrain>(account.UserId).Create(account));
        return account.UserId;
    }

    /// <summary>The code that the console shows.</summary>
    public async Task<string> AnnounceAsync() => CodeIn((await SetupCode.AnnounceAsync(TestContext.Current.CancellationToken))!);

    public static string CodeIn(string words) => System.Text.RegularExpressions.Regex.Match(words, "[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}").Value;

    public Browser Browse() => new(Http, _certificate);

    public Browser BrowseSecurely() => new(Https, _certificate);

    /// <summary>Ends the silo while the web server goes on.</summary>
    public Task StopSiloAsync() =>
        Services.GetServices<IHostedService>().Single(static service => service.GetType().Name == "SiloHostedService")
            .StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) { await _app.DisposeAsync(); }
        _certificate.Dispose();
        _directory.Dispose();
        await Console.DisposeAsync();
    }

    async Task RunAsync(Action<IServiceCollection>? before)
    {
        var database = new DatabaseOptions(DatabaseProvider.Sqlite, _directory.File("bloxos.db")) { TelemetryBatching = new() { Gather = TimeSpan.FromMilliseconds(20) } };   // tests wait for each sample
        await Migrate(database);
        Http = new($"http://127.0.0.1:{FreePort.Next()}");
        Https = new($"https://127.0.0.1:{FreePort.Next()}");

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "BloxOs.Web", ContentRootPath = _directory.Path });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(Log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Http.Port);
            kestrel.Listen(IPAddress.Loopback, Https.Port, listen => listen.UseHttps(_certificate));
        });
        before?.Invoke(builder.Services);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(new SetupConsole(TextWriter.Synchronized(Console)));
        builder.Services.AddBloxOsData(database).AddSingleton(new HistoryOptions()).AddSingleton<ISampleFormat, SampleFormat>();
        builder.Services.AddSingleton<ISiloLiveness, NoDeadSilos>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next(), serviceId: "bloxos", clusterId: Guid.NewGuid().ToString("N"))
            .AddBloxOsStorage(database)
            .AddBloxOsGateway());
        builder.Services.AddBloxOsGateway(new GatewayOptions());
        builder.Services.AddBloxOsOperations(publicMetrics: false);
        builder.Services.AddSingleton(_settings).AddSingleton(new AgentFilesOptions(_directory.File("agent")));
        builder.Services.AddBloxOsOutbound(OutboundAllow.TryParse("127.0.0.1", out var allow) ? allow : OutboundAllow.None);
        builder.Services.AddBloxOsMail(_mail);
        builder.AddBloxOsAccounts(_directory.Path);
        builder.AddBloxOsApi();
        builder.AddBloxOsPages();
        builder.AddBloxOsLive();
        _hooks?.Services?.Invoke(builder.Services);

        if (_quickHashes) { builder.Services.PostConfigure<PasswordHasherOptions>(static options => options.IterationCount = QuickIterations); }

        _app = builder.Build();
        _app.UseBloxOsProxies(_proxies);
        _app.UseBloxOsGateway();
        _app.UseBloxOsSecurity();
        _hooks?.BehindDoors?.Invoke(_app);
        _app.MapBloxOsOperations();
        _app.MapBloxOsAccounts();
        _app.MapBloxOsApi();
        _app.MapBloxOsPages();
        _app.MapBloxOsLive();
        _app.MapGet("/who", static (HttpContext context) => context.User.Identity!.Name).RequireAuthorization().Needs(new NeedsSignInAttribute());
        _app.MapGet("/form", static (HttpContext context, IAntiforgery antiforgery) =>
            $"""<input name="__RequestVerificationToken" type="hidden" value="{antiforgery.GetAndStoreTokens(context).RequestToken}" />""").RequireAuthorization().Needs(new NeedsSignInAttribute());
        _app.MapGet("/from", static (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress} {PlainConnection.IsExposed(context)}").AllowAnonymous().Needs(new NeedsNobodyAttribute());
        _app.MapGet("/undeclared", static () => "nobody should read this");
        _app.MapGet("/throws", static string () => throw new InvalidOperationException("secret of the inside")).AllowAnonymous();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A self-made certificate, which nobody trusts by himself.</summary>
    public static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    static Task Migrate(DatabaseOptions database) => DatabaseMigrator.MigrateAsync(database, TestContext.Current.CancellationToken);
}
