using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using BloxOs.Web.Api;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Api;

/// <summary>A server with an owner, and programs that call its API.</summary>
internal sealed class ApiHost(AccountsHost accounts) : IAsyncDisposable
{
    static readonly ApiRate s_wide = new(1_000_000, TimeSpan.FromSeconds(100));

    readonly List<HttpClient> _clients = [];

    public AccountsHost Accounts { get; } = accounts;

    public string FarmId => Accounts.FarmId;

    public IGrainFactory Grains => Accounts.Grains;

    /// <summary>Id of the owner, who is an administrator too.</summary>
    public string OwnerId { get; private set; } = "";

    /// <summary>A host whose limits on calls are the usual ones, or so wide that a test never meets them.</summary>
    public static async Task<ApiHost> StartAsync(bool unlimited = false, HostHooks? hooks = null)
    {
        var host = new ApiHost(await AccountsHost.StartWithOwnerAsync(before: services =>
        {
            if (unlimited) { services.AddSingleton(new ApiRateTable { Read = s_wide, Write = s_wide, SignIn = s_wide, Anonymous = s_wide, Page = s_wide }); }
        }, hooks: hooks));
        host.OwnerId = (await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser())!;
        return host;
    }

    /// <summary>A person with a farm of his own.</summary>
    public async Task<(string UserId, string FarmId)> AddPersonAsync(string name, UserRole role = UserRole.User)
    {
        var (userId, farmId) = (OpaqueId.New(), OpaqueId.New());
        string email = $"{name}@example.org";
        await Grains.GetGrain<IUserGrain>(userId).Create(new() { UserId = userId, Email = email, NormalizedEmail = email, DisplayName = name, SecurityStamp = "stamp", Role = role });
        await Grains.GetGrain<IFarmGrain>(farmId).Create($"Farm of {name}", userId);
        await Grains.GetGrain<IUserGrain>(userId).AddFarm(farmId);
        return (userId, farmId);
    }

    public async Task<KeyMade> MakeKeyAsync(string userId, KeyScope scope, params string[] farmIds) =>
        await Grains.GetGrain<IUserKeysGrain>(userId).Create(new() { Name = "script", Scope = scope, FarmIds = [.. farmIds] });

    /// <summary>A program with a key of this person.</summary>
    public async Task<HttpClient> WithKeyAsync(string userId, KeyScope scope, params string[] farmIds) => With((await MakeKeyAsync(userId, scope, farmIds)).Secret);

    /// <summary>A program with a key of this person that may change wallets.</summary>
    public async Task<HttpClient> WithWalletsAsync(string userId) =>
        With((await Grains.GetGrain<IUserKeysGrain>(userId).Create(new() { Name = "script", Scope = KeyScope.Manage, Wallets = true })).Secret);

    /// <summary>A program in which the owner signed in.</summary>
    public async Task<HttpClient> SignedInAsync() => With((await TokensAsync()).GetProperty("accessToken").GetString());

    /// <summary>The answer to a sign-in, the owner's unless said otherwise.</summary>
    public async Task<JsonElement> TokensAsync(string email = AccountsHost.Email)
    {
        using var answer = await With(null).PostAsync("/api/v1/auth/token", $$"""{"email":"{{email}}","password":"{{AccountsHost.Password}}"}""");
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    /// <summary>A program that shows this, or nothing.</summary>
    public HttpClient With(string? bearer)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = Accounts.Http };
        if (bearer is not null) { client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer); }
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) { client.Dispose(); }
        await Accounts.DisposeAsync();
    }
}

/// <summary>Calls as a program makes them.</summary>
internal static class ApiCalls
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    public static Task<HttpResponseMessage> ReadAsync(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    public static async Task<HttpResponseMessage> CallAsync(
        this HttpClient client, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null) { request.Content = new StringContent(json, Encoding.UTF8, "application/json"); }
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 32 * 1024;   // see Browser.SendAsync
        return await client.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string json) => client.CallAsync(HttpMethod.Post, path, json);

    /// <summary>It is a whole problem of this status, with nothing of the inside.</summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage answer, int status)
    {
        string body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.StartsWith("urn:bloxos:problem:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.All(["title", "detail", "traceId"], name => Assert.NotEmpty(problem.GetProperty(name).GetString()!));
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        return problem;
    }
}
