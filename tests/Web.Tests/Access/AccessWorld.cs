using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Access;

/// <summary>A server with four farms, and everybody who might call. Behind its doors it says who came through, and stops there when asked to.</summary>
internal sealed class AccessWorld : IAsyncDisposable
{
    /// <summary>In the answer of a call that came through.</summary>
    public const string Reached = "X-Test-Reached";

    /// <summary>In a call that is to end there, so that nothing is changed.</summary>
    public const string Stop = "X-Test-Stop";

    /// <summary>An id that nothing has.</summary>
    public static readonly string Nothing = OpaqueId.New();

    static readonly TimeSpan s_stale = Gate.Fresh + TimeSpan.FromMinutes(1);   // access tokens live longer than that

    readonly List<Browser> _browsers = [];
    readonly Dictionary<string, string> _people = [];

    AccessWorld(ApiHost host) => Host = host;

    public ApiHost Host { get; }

    /// <summary>Farm and rig by target.</summary>
    public Dictionary<Target, (string FarmId, string RigId)> Targets { get; } = [];

    public List<TestCaller> Callers { get; } = [];

    public static async Task<AccessWorld> StartAsync(WorkCount? count = null)
    {
        var world = new AccessWorld(await ApiHost.StartAsync(unlimited: true, new HostHooks
        {
            Services = services =>
            {
                services.Configure<MvcOptions>(static options => options.Filters.Add(new ReachedPage()));
                count?.AddTo(services);
            },
            BehindDoors = static app => app.Use(ReachedEndpoint),
        }));
        await world.AddFarmsAsync();
        await world.AddStaleCallersAsync();
        world.Host.Accounts.Time.Advance(s_stale);
        await world.AddFreshCallersAsync();
        await world.AddDeadCallersAsync();
        foreach (var caller in world.Callers) { await AddFormTokenAsync(caller); }
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        _browsers.ForEach(static browser => browser.Dispose());
        await Host.DisposeAsync();
    }

    async Task AddFarmsAsync()
    {
        foreach (string name in (string[])["olga", "vera", "otto", "mia", "mona", "sam", "dora", "eric"])
        {
            _people[name] = await Host.Accounts.AddPersonAsync(EmailOf(name), name == "mona" ? UserRole.Monitor : UserRole.User);
        }
        Targets[Target.Own] = await AddFarmAsync("Own", _people["olga"]);
        Targets[Target.Other] = await AddFarmAsync("Other", _people["eric"]);
        Targets[Target.Deleted] = await AddFarmAsync("Deleted", _people["olga"]);
        Targets[Target.Never] = (OpaqueId.New(), OpaqueId.New());
        foreach (var target in (Target[])[Target.Own, Target.Deleted])
        {
            foreach (var (name, level) in ((string, FarmLevel)[])[("vera", FarmLevel.Viewer), ("otto", FarmLevel.Operator), ("mia", FarmLevel.Manager), ("mona", FarmLevel.Manager), ("dora", FarmLevel.Owner)])
            {
                var invites = Host.Grains.GetGrain<IFarmInvites>(Targets[target].FarmId);
                var made = await invites.Invite(new(level, null, TimeSpan.FromDays(1), _people["olga"]));
                await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, made.Token)!.Hash, _people[name], EmailOf(name));
            }
        }
        await Host.Grains.GetGrain<IFarmGrain>(Targets[Target.Deleted].FarmId).Delete("Deleted");
    }

    async Task<(string FarmId, string RigId)> AddFarmAsync(string name, string ownerId)
    {
        string farmId = OpaqueId.New();
        var farm = Host.Grains.GetGrain<IFarmGrain>(farmId);
        await farm.Create(name, ownerId);
        return (farmId, (await farm.AddRig("oak")).RigId);
    }

    async Task AddStaleCallersAsync()
    {
        Callers.Add(new("nobody", Host.With(null)));
        string rigToken = (await Host.Grains.GetGrain<IRigGrain>(Targets[Target.Own].RigId).ChangeToken(Targets[Target.Own].FarmId, RigTokenEnd.Now)).Token!;
        Callers.Add(new("agent token", Host.With(rigToken)));

        await SignInAsync("vera", new("viewer", null!) { Own = FarmLevel.Viewer });
        await SignInAsync("otto", new("operator", null!) { Own = FarmLevel.Operator });
        await SignInAsync("mia", new("manager", null!) { Own = FarmLevel.Manager });
        await SignInAsync("olga", new("owner", null!) { Own = FarmLevel.Owner });
        await SignInAsync("mona", new("monitor who is a manager", null!) { Own = FarmLevel.Viewer });
        await SignInAsync("sam", new("stranger", null!));
        await SignInAsync("mara", new("admin", null!) { Own = FarmLevel.Owner, Other = FarmLevel.Owner, Admin = true });

        await AddKeyAsync("olga", KeyScope.Read, new("owner's read key", null!) { Own = FarmLevel.Viewer });
        await AddKeyAsync("olga", KeyScope.Operate, new("owner's operate key", null!) { Own = FarmLevel.Operator });
        await AddKeyAsync("olga", KeyScope.Manage, new("owner's manage key", null!) { Own = FarmLevel.Manager });
        await AddKeyAsync("vera", KeyScope.Manage, new("viewer's manage key", null!) { Own = FarmLevel.Viewer });
        await AddKeyAsync("mona", KeyScope.Manage, new("monitor's manage key", null!) { Own = FarmLevel.Viewer });
        await AddKeyAsync("olga", KeyScope.Manage, new("owner's key for another farm", null!), Targets[Target.Other].FarmId);
        await AddKeyAsync("mara", KeyScope.Manage, new("admin's manage key", null!) { Own = FarmLevel.Manager, Other = FarmLevel.Manager });

        await AddTokenAsync("olga", new("owner's token", null!) { Own = FarmLevel.Owner });
        await AddTokenAsync("otto", new("operator's token", null!) { Own = FarmLevel.Operator });
        await AddTokenAsync("mona", new("monitor's token", null!) { Own = FarmLevel.Viewer });
        await AddTokenAsync("mara", new("admin's token", null!) { Own = FarmLevel.Owner, Other = FarmLevel.Owner, Admin = true });
    }

    async Task AddFreshCallersAsync()
    {
        await SignInAsync("olga", new("owner, fresh", null!) { Own = FarmLevel.Owner, Fresh = true });
        await SignInAsync("mara", new("admin, fresh", null!) { Own = FarmLevel.Owner, Other = FarmLevel.Owner, Admin = true, Fresh = true });
        await AddTokenAsync("olga", new("owner's token, fresh", null!) { Own = FarmLevel.Owner, Fresh = true });
        await AddTokenAsync("mara", new("admin's token, fresh", null!) { Own = FarmLevel.Owner, Other = FarmLevel.Owner, Admin = true, Fresh = true });
    }

    /// <summary>Session, token and key of an owner who was disabled, and a key that was ended: nobody, all of them.</summary>
    async Task AddDeadCallersAsync()
    {
        await SignInAsync("dora", new("disabled owner", null!));
        Callers[^1] = Callers[^1] with { Session = false };
        await AddKeyAsync("dora", KeyScope.Manage, new("disabled owner's key", null!));
        Callers[^1] = Callers[^1] with { Program = false };
        await AddTokenAsync("dora", new("disabled owner's token", null!));
        Callers[^1] = Callers[^1] with { Program = false };
        await Host.Grains.GetGrain<IUsersGrain>(IUsersGrain.Key).SetDisabled(_people["dora"], true);
        var ended = await Host.MakeKeyAsync(_people["olga"], KeyScope.Manage);
        await Host.Grains.GetGrain<IUserKeysGrain>(_people["olga"]).Revoke(ended.Key!.KeyId);
        Callers.Add(new("ended key", Host.With(ended.Secret)));
    }

    async Task SignInAsync(string name, TestCaller caller)
    {
        var browser = Host.Accounts.Browse();
        _browsers.Add(browser);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await browser.SignInAsync(EmailOf(name), AccountsHost.Password)).StatusCode);
        Callers.Add(caller with { Client = browser.Client, Session = true, Cookies = browser.Cookies });
    }

    async Task AddKeyAsync(string name, KeyScope scope, TestCaller caller, params string[] farmIds)
    {
        string userId = name == "mara" ? Host.OwnerId : _people[name];
        Callers.Add(caller with { Client = await Host.WithKeyAsync(userId, scope, farmIds), Program = true, Key = true });
    }

    async Task AddTokenAsync(string name, TestCaller caller) =>
        Callers.Add(caller with { Client = Host.With((await Host.TokensAsync(EmailOf(name))).GetProperty("accessToken").GetString()), Program = true });

    static string EmailOf(string name) => $"{name}@example.org";

    static async Task AddFormTokenAsync(TestCaller caller) =>
        caller.FormToken = Browser.Token(await caller.Client.GetStringAsync(caller.Session ? "/form" : "/sign-in", TestContext.Current.CancellationToken));

    static Task ReachedEndpoint(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata is not { } of || of.GetMetadata<PageActionDescriptor>() is not null || of.GetMetadata<HubMetadata>() is not null || of.GetMetadata<StaticAssetDescriptor>() is not null) { return next(context); }
        context.Response.Headers[Reached] = "1";
        if (!context.Request.Headers.ContainsKey(Stop)) { return next(context); }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    sealed class ReachedPage : IAsyncPageFilter, IOrderedFilter
    {
        public int Order => int.MaxValue;

        public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

        public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
        {
            context.HttpContext.Response.Headers[Reached] = "1";
            if (context.HttpContext.Request.Headers.ContainsKey(Stop)) { context.Result = new StatusCodeResult(StatusCodes.Status204NoContent); }
            else { await next(); }
        }
    }
}
