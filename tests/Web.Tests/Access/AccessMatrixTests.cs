using System.Collections.Concurrent;
using System.Net;
using BloxOs.Web.Access;
using BloxOs.Web.Live;
using BloxOs.Web.Pages;
using BloxOs.Web.Tests.Api;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace BloxOs.Web.Tests.Access;

/// <summary>Everybody calls everything, with his own farm, somebody else's, a deleted one and one that there never was; <see cref="AccessTable"/> says what he is to meet.</summary>
[Trait("check", "35"), Trait("check", "36")]
public sealed class AccessMatrixTests
{
    const int AtOnce = 8;

    /// <summary>Put there by the test host, or by the framework beside static files.</summary>
    static readonly string[] s_ofTheTest = ["end GET /who", "end GET /form", "end GET /from", "end GET /undeclared", "end GET /throws", "end GET /{**path:file}", "end HEAD /{**path:file}"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_meets_at_every_route_what_the_table_says()
    {
        await using var world = await AccessWorld.StartAsync();
        var routes = (await AccessRoute.AllAsync(world.Host.Accounts.Services)).Where(r => !s_ofTheTest.Contains(r.Key)).ToList();
        var hubs = AccessRoute.Hubs(world.Host.Accounts.Services).ToList();
        IEnumerable<string> there = [.. routes.Select(r => r.Key), .. hubs.Select(h => h.Key)];
        None("These have no row in AccessTable", there.Except(AccessTable.Rows.Keys));
        None("These rows of AccessTable name nothing that is there", AccessTable.Rows.Keys.Except(there));

        var wrong = new ConcurrentBag<string>();
        int calls = 0;
        var all = from route in routes
                  let need = AccessTable.Rows[route.Key]
                  from target in TargetsOf(need)
                  from caller in world.Callers
                  select (caller, route, need, target);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (one, _) =>
        {
            Interlocked.Increment(ref calls);
            var expected = one.caller.Meets(one.need, one.target, IsKnown(one.caller, one.route));
            string met = await CallAsync(world, one.caller, one.route, one.target, expected);
            if (met != expected.ToString()) { wrong.Add($"{one.route.Key} for {one.caller.Name}, {one.target}: {met} instead of {expected}"); }
        });
        foreach (var caller in world.Callers) { await CallHubsAsync(world, caller, hubs, wrong); }
        TestContext.Current.TestOutputHelper?.WriteLine($"{routes.Count} routes, {hubs.Count} hub methods, {world.Callers.Count} callers, {calls} calls");
        None("These are not as the table says", wrong);
    }

    /// <summary>What the doors cannot know: where a body or a question names a second farm, what a key does though its owner could, and whose a key is.</summary>
    [Fact]
    public async Task What_a_handler_decides_itself_is_refused_there()
    {
        await using var world = await AccessWorld.StartAsync();
        TestCaller Named(string name) => world.Callers.Single(c => c.Name == name);
        var (own, other, deleted, never) = (world.Targets[Target.Own], world.Targets[Target.Other], world.Targets[Target.Deleted], world.Targets[Target.Never]);
        (string Caller, string Method, string Path, string Body, int Status)[] calls =
        [
            .. new[] { other, deleted, never }.SelectMany(far => new (string, string, string, string, int)[]
            {
                ("owner's token", "GET", $"/api/v1/rigs?farm={far.FarmId}", "", 404),
                ("owner's token", "POST", $"/api/v1/rigs/{own.RigId}/move", $$"""{"farmId":"{{far.FarmId}}"}""", 404),
                ("owner's token, fresh", "POST", "/api/v1/keys", $$"""{"name":"k","scope":"read","farmIds":["{{far.FarmId}}"]}""", 400),
            }),
            ("viewer's manage key", "POST", "/api/v1/farms", """{"name":"mine"}""", 201),
            ("owner's read key", "POST", "/api/v1/farms", """{"name":"mine"}""", 403),
            ("owner's operate key", "POST", "/api/v1/farms", """{"name":"mine"}""", 403),
            ("owner's key for another farm", "POST", "/api/v1/farms", """{"name":"mine"}""", 403),
            ("monitor's token", "POST", "/api/v1/farms", """{"name":"mine"}""", 403),
            ("owner's operate key", "POST", $"/api/v1/rigs/{own.RigId}/commands", """{"kind":"reboot"}""", 403),
            ("operator's token", "POST", $"/api/v1/rigs/{own.RigId}/commands", """{"kind":"shutdown"}""", 403),
            ("owner's manage key", "POST", $"/api/v1/rigs/{own.RigId}/commands", """{"kind":"reboot"}""", 201),
            ("owner's read key", "GET", "/api/v1/audit", "", 403),
            ("owner's operate key", "GET", "/api/v1/audit", "", 403),
            ("owner's manage key", "GET", "/api/v1/audit", "", 200),
            ("owner's manage key", "POST", "/api/v1/keys", """{"name":"k","scope":"read"}""", 403),
            ("operator's token", "DELETE", $"/api/v1/farms/{own.FarmId}/members/{AccessWorld.Nothing}", "", 403),
            ("owner's token", "DELETE", $"/api/v1/farms/{own.FarmId}/members/{AccessWorld.Nothing}", "", 404),
        ];
        foreach (var (caller, method, path, body, status) in calls)
        {
            using var answer = await Named(caller).Client.CallAsync(new(method), path, body.Length == 0 ? null : body);
            Assert.True((int)answer.StatusCode == status, $"{method} {path} for {caller}: {(int)answer.StatusCode} instead of {status}");
        }
        var seen = await (await Named("admin's token").Client.ReadAsync("/api/v1/farms")).JsonAsync();
        string[] ids = [.. seen.GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];
        Assert.Superset(new HashSet<string> { own.FarmId, other.FarmId, world.Host.FarmId }, ids.ToHashSet());
        Assert.DoesNotContain(deleted.FarmId, ids);
        string page = await Named("admin").Client.GetStringAsync("/?all=true", Cancellation);
        Assert.All([own.FarmId, other.FarmId], id => Assert.Contains($"/farms/{id}", page, StringComparison.Ordinal));
        Assert.DoesNotContain($"/farms/{other.FarmId}", await Named("owner").Client.GetStringAsync("/?all=true", Cancellation), StringComparison.Ordinal);
    }

    static void None(string what, IEnumerable<string> lines) => Assert.True(!lines.Any(), $"{what}:\n{string.Join('\n', lines.Order(StringComparer.Ordinal))}");

    static Target[] TargetsOf(Need need) => need.Kind is NeedKind.Farm or NeedKind.Rig ? Enum.GetValues<Target>() : [Target.Own];

    /// <summary>Pages know cookies, the API knows keys and tokens; the document of the API knows both.</summary>
    static bool IsKnown(TestCaller caller, AccessRoute route) => route.Surface switch
    {
        "api" => caller.Program,
        "end" when route.Pattern.StartsWith("/openapi", StringComparison.Ordinal) => caller.Program || caller.Session,
        _ => caller.Session,
    };

    /// <summary>Who is expected to get in and would change something is stopped behind the doors; all others call in earnest.</summary>
    static async Task<string> CallAsync(AccessWorld world, TestCaller caller, AccessRoute route, Target target, Verdict expected)
    {
        var (farmId, rigId) = world.Targets[target];
        using var request = new HttpRequestMessage(new(route.Method), new Uri(route.Path(farmId, rigId), UriKind.Relative));
        if (route.Method != "GET" && expected == Verdict.In) { request.Headers.Add(AccessWorld.Stop, "1"); }
        if (route.Surface == "page" && route.Method == "POST") { request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", caller.FormToken)]); }
        else if (route.Method is "POST" or "PATCH" or "PUT") { request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"); }
        using var answer = await caller.Client.SendAsync(request, Cancellation);
        return VerdictOf(answer);
    }

    static string VerdictOf(HttpResponseMessage answer)
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError) { return answer.StatusCode.ToString(); }
        if (answer.Headers.Contains(AccessWorld.Reached)) { return nameof(Verdict.In); }
        string to = answer.Headers.Location?.ToString() ?? "";
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => nameof(Verdict.SignIn),
            HttpStatusCode.Redirect when to.Split('?')[0].EndsWith("/sign-in", StringComparison.Ordinal) => nameof(Verdict.SignIn),
            HttpStatusCode.Redirect when to == LandingModel.Path => nameof(Verdict.SignIn),
            HttpStatusCode.Redirect when to.StartsWith(PageDoor.ConfirmPath, StringComparison.Ordinal) => nameof(Verdict.Confirm),
            HttpStatusCode.Forbidden => nameof(Verdict.Forbidden),
            HttpStatusCode.NotFound => nameof(Verdict.NotFound),
            var other => $"{other} {to}",
        };
    }

    /// <summary>A hub that cannot be opened is one that asks to sign in. What may not be seen is refused in the words for what is not there.</summary>
    static async Task CallHubsAsync(AccessWorld world, TestCaller caller, List<(string Key, string Method, string? Argument)> hubs, ConcurrentBag<string> wrong)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(world.Host.Accounts.Http, LiveHub.Path), options =>
        {
            if (caller.Cookies is { } cookies) { options.Cookies = cookies; }
            if (caller.Client.DefaultRequestHeaders.Authorization is { } bearer) { options.Headers["Authorization"] = bearer.ToString(); }
            options.Headers["Origin"] = world.Host.Accounts.Http.GetLeftPart(UriPartial.Authority);
        }).Build();
        bool open = await OpensAsync(hub);
        if (open != caller.Session) { wrong.Add($"hub for {caller.Name}: open is {open}"); }
        if (!open) { return; }
        foreach (var (key, method, argument) in hubs)
        {
            var need = AccessTable.Rows[key];
            foreach (var target in TargetsOf(need))
            {
                var (farmId, rigId) = world.Targets[target];
                object given = argument switch { "farmId" => farmId, "rigId" => rigId, "window" => null!, _ => 0L };
                bool got = await InvokesAsync(hub, method, given);
                if (got != (caller.Meets(need, target, true) == Verdict.In)) { wrong.Add($"{key} for {caller.Name}, {target}: let in is {got}"); }
            }
        }
    }

    static async Task<bool> OpensAsync(HubConnection hub)
    {
        try
        {
            await hub.StartAsync(Cancellation);
            return true;
        }
        catch (Exception refused) when (refused is HttpRequestException or InvalidDataException or FormatException) { return false; }
    }

    static async Task<bool> InvokesAsync(HubConnection hub, string method, object given)
    {
        try
        {
            await hub.InvokeAsync(method, given, Cancellation);
            return true;
        }
        catch (HubException) { return false; }
    }
}
