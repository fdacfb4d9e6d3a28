using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;

namespace BloxOs.Cluster.Tests;

/// <summary>A cluster with two web processes, set up by its owner, and what a browser or a program does at either of them.</summary>
public sealed partial class TwoWebs : IAsyncLifetime
{
    public const string Owner = "mara@example.org";
    public const string Password = "a sentence is fine, they said";

    readonly List<HttpClient> _clients = [];

    TestCluster _cluster = null!;

    /// <summary>The one web process and the other.</summary>
    public Uri One { get; private set; } = null!;

    /// <inheritdoc cref="One"/>
    public Uri Other { get; private set; } = null!;

    /// <summary>The owner's farm.</summary>
    public string FarmId { get; private set; } = "";

    /// <summary>What the empty server showed, before its owner set it up.</summary>
    public string FirstPage { get; private set; } = "";

    /// <summary>The farm at the one and at the other, and the audit log at the other, as the browser saw them in which the owner had set it up at the one; tests end that session.</summary>
    public (string FarmAtOne, string FarmAtOther, string AuditAtOther) AfterSetUp { get; private set; }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(Cancellation);
        One = _cluster.WebUrl;
        var (browser, _) = Browse();
        using var first = await browser.GetAsync(One, Cancellation);
        FirstPage = await (first.Headers.Location is { } setUp ? browser.GetStringAsync(new Uri(One, setUp), Cancellation) : first.Content.ReadAsStringAsync(Cancellation));
        string code = CodeOnConsole().Match(_cluster.Web.Output).Value;
        Assert.NotEmpty(code);
        using var made = await PostAsync(browser, new Uri(One, "/setup?handler=Owner"), TokenIn(FirstPage), new()
        {
            ["Form.Code"] = code,
            ["Form.DisplayName"] = "Mara",
            ["Form.Email"] = Owner,
            ["Form.Password"] = Password,
            ["Form.FarmName"] = "Garage South",
        });
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        using var home = await browser.GetAsync(One, Cancellation);   // the only farm opens by itself
        FarmId = FarmOfPath().Match(home.Headers.Location!.ToString()).Groups[1].Value;
        Assert.NotEmpty(FarmId);
        // Not before: it would show a set-up code of its own, and the first would be dead.
        Other = await _cluster.AddWebAsync(Cancellation, new() { ["BloxOs__Registration"] = "Open" });
        AfterSetUp = (await ReadAsync(One, $"/farms/{FarmId}"), await ReadAsync(Other, $"/farms/{FarmId}"), await ReadAsync(Other, "/audit"));

        Task<string> ReadAsync(Uri web, string path) => browser.GetStringAsync(new Uri(web, path), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        await _cluster.DisposeAsync();
    }

    /// <summary>A browser whose cookies go to both: they have one host name, as behind a balancer.</summary>
    public (HttpClient Browser, CookieContainer Cookies) Browse()
    {
        var cookies = new CookieContainer();
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _clients.Add(browser);
        return (browser, cookies);
    }

    /// <summary>A browser that is signed in at that web process.</summary>
    public async Task<(HttpClient Browser, CookieContainer Cookies)> SignInAsync(Uri web, string email = Owner)
    {
        var (browser, cookies) = Browse();
        var page = new Uri(web, "/sign-in");
        using var answer = await PostAsync(browser, page, TokenIn(await browser.GetStringAsync(page, Cancellation)), new() { ["Email"] = email, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return (browser, cookies);
    }

    /// <summary>Makes an account at the web process where everybody may.</summary>
    public async Task RegisterAsync(string email)
    {
        var (browser, _) = Browse();
        var page = new Uri(Other, "/register");
        using var answer = await PostAsync(browser, page, TokenIn(await browser.GetStringAsync(page, Cancellation)), new() { ["DisplayName"] = "Jon", ["Email"] = email, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>Posts a form of a page, with its token.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, Uri page, Uri action, Dictionary<string, string> fields) =>
        await PostAsync(browser, action, TokenIn(await browser.GetStringAsync(page, Cancellation)), fields);

    /// <summary>An open page at that web process that watches the farm, and when it was closed.</summary>
    public async Task<(HubConnection Page, Task Closed)> WatchAsync(Uri web, CookieContainer cookies)
    {
        var page = new HubConnectionBuilder().WithUrl(new Uri(web, "/live"), options =>
        {
            options.Cookies = cookies;
            options.Headers["Origin"] = web.GetLeftPart(UriPartial.Authority);
        }).Build();
        var closed = new TaskCompletionSource();
        page.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await page.StartAsync(Cancellation);
        await page.InvokeAsync("WatchFarm", FarmId, Cancellation);
        return (page, closed.Task);
    }

    /// <summary>Tokens for this person, from that web process.</summary>
    public async Task<JsonElement> TokensAsync(Uri web, string email = Owner)
    {
        using var answer = await CallAsync(HttpMethod.Post, new Uri(web, "/api/v1/auth/token"), null, new { email, password = Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    /// <summary>Calls the API as a program does.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, Uri address, string? bearer, object? body = null)
    {
        var program = new HttpClient(new SocketsHttpHandler());
        _clients.Add(program);
        using var request = new HttpRequestMessage(method, address);
        if (bearer is not null) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer); }
        if (body is not null) { request.Content = JsonContent.Create(body); }
        return await program.SendAsync(request, Cancellation);
    }

    /// <summary>What <c>/me</c> says to it there.</summary>
    public async Task<HttpStatusCode> MeAsync(Uri web, string bearer)
    {
        using var answer = await CallAsync(HttpMethod.Get, new Uri(web, "/api/v1/me"), bearer);
        return answer.StatusCode;
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient browser, Uri to, string token, Dictionary<string, string> fields) =>
        await browser.PostAsync(to, new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token))), Cancellation);

    static string TokenIn(string page) => FormToken().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")]
    private static partial Regex CodeOnConsole();

    [GeneratedRegex("/farms/([a-z0-9]+)")]
    private static partial Regex FarmOfPath();
}
