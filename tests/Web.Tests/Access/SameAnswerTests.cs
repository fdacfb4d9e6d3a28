using System.Text.RegularExpressions;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace BloxOs.Web.Tests.Access;

/// <summary>What belongs to others cannot be told from what there never was: neither by the answer nor by the work that it makes.</summary>
public sealed partial class SameAnswerTests
{
    /// <summary>They differ between any two answers.</summary>
    static readonly string[] s_ownOfEach = ["Date", "RateLimit"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// At every route that names a farm or a rig. Each is asked for once before it counts: a farm or rig that nobody has asked for since the start of
    /// the server costs one read of the database, whether there is one or not.
    /// </summary>
    [Fact, Trait("check", "36"), Trait("bad-input", "69")]
    public async Task A_farm_or_rig_of_somebody_else_and_one_that_there_never_was()
    {
        var count = new WorkCount();
        await using var world = await AccessWorld.StartAsync(count);
        var all = await AccessRoute.AllAsync(world.Host.Accounts.Services);
        Assert.Empty(all.Where(r => NamesOne().IsMatch(r.Pattern) && AccessTable.Rows.GetValueOrDefault(r.Key)?.Kind is not (NeedKind.Farm or NeedKind.Rig)).Select(r => r.Key));
        var routes = all.Where(r => AccessTable.Rows.GetValueOrDefault(r.Key)?.Kind is NeedKind.Farm or NeedKind.Rig).ToList();
        Assert.True(routes.Count > 30);
        foreach (var route in routes)
        {
            var caller = world.Callers.Single(c => c.Name == (route.Surface == "page" ? "owner, fresh" : "owner's token, fresh"));
            foreach (var target in Enum.GetValues<Target>()) { await AskAsync(world, count, caller, route, target); }
            int reads = count.Reads;
            var never = await AskAsync(world, count, caller, route, Target.Never);
            var other = await AskAsync(world, count, caller, route, Target.Other);
            var deleted = await AskAsync(world, count, caller, route, Target.Deleted);
            Assert.StartsWith("404", never.Answer, StringComparison.Ordinal);
            Assert.Contains("IFarmGrain.MembershipOf", never.Calls, StringComparison.Ordinal);
            Assert.True((never, never) == (other, deleted), $"{route.Key}:\n{never}\n{other}\n{deleted}");
            Assert.Equal(reads, count.Reads);
        }
    }

    [Fact, Trait("check", "36"), Trait("bad-input", "69")]
    public async Task A_key_or_person_of_somebody_else_and_one_that_there_never_was()
    {
        var count = new WorkCount();
        await using var world = await AccessWorld.StartAsync(count);
        var (caller, sam) = (world.Callers.Single(c => c.Name == "owner's token"), world.Callers.Single(c => c.Name == "stranger"));
        string key = (await world.Host.MakeKeyAsync(world.Host.OwnerId, KeyScope.Read)).Key!.KeyId;
        (TestCaller Caller, string Method, string Path, string Theirs)[] calls =
        [
            (caller, "GET", "/api/v1/keys/", key), (caller, "DELETE", "/api/v1/keys/", key),
            (caller, "GET", "/api/v1/users/", world.Host.OwnerId), (sam, "GET", "/admin/users/", world.Host.OwnerId),
            (caller, "GET", $"/api/v1/farms/{world.Targets[Target.Own].FarmId}/members/", world.Host.OwnerId),
            (caller, "DELETE", $"/api/v1/farms/{world.Targets[Target.Own].FarmId}/members/", world.Host.OwnerId),
            (caller, "GET", "/api/v1/rigs?farm=", world.Targets[Target.Other].FarmId),
        ];
        foreach (var (who, method, path, theirs) in calls)
        {
            string never = OpaqueId.New();
            foreach (string id in (string[])[never, theirs]) { await AskAsync(count, who, new(method), path + id, null); }
            int reads = count.Reads;
            var first = await AskAsync(count, who, new(method), path + never, null);
            Assert.Equal(first, await AskAsync(count, who, new(method), path + theirs, null));
            Assert.StartsWith("404", first.Answer, StringComparison.Ordinal);
            Assert.Equal(reads, count.Reads);
        }
    }

    /// <summary>Of what is shown to say who one is, nothing tells how near it was.</summary>
    [Fact, Trait("check", "6"), Trait("check", "25")]
    public async Task Whatever_is_wrong_with_an_address_a_password_or_a_key()
    {
        var count = new WorkCount();
        await using var world = await AccessWorld.StartAsync(count);
        using var disabled = world.Host.With(null);
        List<Asked> asked = [];
        foreach (var (email, password) in ((string, string)[])[("nobody@example.org", AccountsHost.Password), ("eric@example.org", "some other password"), ("dora@example.org", AccountsHost.Password)])
        {
            int hashes = count.Hashes;
            asked.Add(await AskAsync(count, new("", disabled), HttpMethod.Post, "/api/v1/auth/token", new StringContent($$"""{"email":"{{email}}","password":"{{password}}"}""", System.Text.Encoding.UTF8, "application/json")));
            Assert.Equal(hashes + 1, count.Hashes);
        }
        Assert.StartsWith("401", asked[0].Answer, StringComparison.Ordinal);
        Assert.Single(asked.Distinct());

        var real = await world.Host.MakeKeyAsync(world.Host.OwnerId, KeyScope.Read);
        string strange = KeyText.NewApiKey(OpaqueId.New()), wrong = KeyText.NewApiKey(real.Key!.KeyId);
        foreach (string key in (string[])[strange, wrong]) { await AskAsync(count, new("", world.Host.With(key)), HttpMethod.Get, "/api/v1/me", null); }
        Assert.Equal(await AskAsync(count, new("", world.Host.With(strange)), HttpMethod.Get, "/api/v1/me", null), await AskAsync(count, new("", world.Host.With(wrong)), HttpMethod.Get, "/api/v1/me", null));
    }

    [Fact, Trait("check", "36"), Trait("bad-input", "104")]
    public async Task The_hub_says_the_same_of_both()
    {
        await using var world = await AccessWorld.StartAsync();
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(world.Host.Accounts.Http, LiveHub.Path), options =>
        {
            options.Cookies = world.Callers.Single(c => c.Name == "owner").Cookies!;
            options.Headers["Origin"] = world.Host.Accounts.Http.GetLeftPart(UriPartial.Authority);
        }).Build();
        await hub.StartAsync(Cancellation);
        List<string> words = [];
        foreach (var target in (Target[])[Target.Other, Target.Deleted, Target.Never])
        {
            words.Add((await Assert.ThrowsAnyAsync<HubException>(() => hub.InvokeAsync(nameof(LiveHub.WatchFarm), world.Targets[target].FarmId, Cancellation))).Message);
            words.Add((await Assert.ThrowsAnyAsync<HubException>(() => hub.InvokeAsync(nameof(LiveHub.WatchRig), world.Targets[target].RigId, Cancellation))).Message);
        }
        Assert.Single(words.Select(w => w.Replace(nameof(LiveHub.WatchRig), nameof(LiveHub.WatchFarm), StringComparison.Ordinal)).Distinct());
    }

    static Task<Asked> AskAsync(AccessWorld world, WorkCount count, TestCaller caller, AccessRoute route, Target target)
    {
        var (farmId, rigId) = world.Targets[target];
        HttpContent? content = route.Surface == "page" && route.Method == "POST" ? new FormUrlEncodedContent([new("__RequestVerificationToken", caller.FormToken)])
            : route.Method is "POST" or "PATCH" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
        return AskAsync(count, caller, new(route.Method), route.Path(farmId, rigId), content, stop: target == Target.Own);
    }

    static async Task<Asked> AskAsync(WorkCount count, TestCaller caller, HttpMethod method, string path, HttpContent? content, bool stop = false)
    {
        string name = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Add(WorkCount.Header, name);
        if (stop) { request.Headers.Add(AccessWorld.Stop, "1"); }
        using var answer = await caller.Client.SendAsync(request, Cancellation);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => !s_ownOfEach.Contains(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
        string body = await answer.Content.ReadAsStringAsync(Cancellation);
        return new($"{(int)answer.StatusCode}\n{TraceId().Replace($"{string.Join('\n', headers)}\n\n{body}", "ID")}", count.CallsOf(name));
    }

    /// <summary>Of the request, different each time: connection and number.</summary>
    [GeneratedRegex("[0-9A-Z]{13}:[0-9A-F]{8}")]
    private static partial Regex TraceId();

    /// <summary>An address that names a farm or a rig.</summary>
    [GeneratedRegex("{(farmId|rigId)[}:?]")]
    private static partial Regex NamesOne();

    /// <summary>An answer, and what grains did for it.</summary>
    sealed record Asked(string Answer, string Calls);
}
