using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace BloxOs.Cluster.Tests;

/// <summary>Two web processes before one cluster are one server: what begins at one is good at the other, and what ends at one has ended at the other.</summary>
public sealed class TwoWebsTests(TwoWebs webs) : IClassFixture<TwoWebs>
{
    /// <summary>How long a loaded machine may take. The server's promise is five seconds of its own clock: LiveHubTests asserts how often it looks.</summary>
    static readonly TimeSpan s_gone = TimeSpan.FromSeconds(60);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The web process of a cluster has no silo: what it shows of rigs and farms comes from the grains of others.</summary>
    [Fact, Trait("check", "33")]
    public async Task Set_up_works_through_a_web_process_and_a_second_one_shares_the_keys_of_sessions_and_the_audit_log()
    {
        Assert.Contains("Set up BloxOs", webs.FirstPage, StringComparison.Ordinal);
        Assert.Contains("Garage South", webs.AfterSetUp.FarmAtOne, StringComparison.Ordinal);
        Assert.Contains("Garage South", webs.AfterSetUp.FarmAtOther, StringComparison.Ordinal);
        Assert.Contains("Server set up", webs.AfterSetUp.AuditAtOther, StringComparison.Ordinal);

        using var handler = new HttpClientHandler();
        using var stranger = new HttpClient(handler);
        stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (string path in new[] { "/", $"/farms/{webs.FarmId}" }) { Assert.DoesNotContain("Garage South", await stranger.GetStringAsync(new Uri(webs.One, path), Cancellation), StringComparison.Ordinal); }
    }

    [Fact, Trait("check", "13"), Trait("check", "33")]
    public async Task A_session_of_the_one_is_good_at_the_other_and_ended_there_with_its_open_pages()
    {
        var (browser, cookies) = await webs.SignInAsync(webs.One);
        var farm = new Uri(webs.Other, $"/farms/{webs.FarmId}");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(farm, Cancellation)).StatusCode);
        var (page, closed) = await webs.WatchAsync(webs.Other, cookies);
        await using var _ = page;

        // The form was made by the one and is posted to it; the page that is open stands at the other.
        using var ended = await webs.SubmitAsync(browser, new Uri(webs.One, "/account/sessions"), new Uri(webs.One, "/account/sessions?handler=Everywhere"), []);
        await closed.WaitAsync(s_gone, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(farm, Cancellation)).StatusCode);
    }

    [Fact, Trait("check", "33")]
    public async Task A_form_that_the_one_made_is_taken_by_the_other()
    {
        var (browser, _) = await webs.SignInAsync(webs.One);
        using var added = await webs.SubmitAsync(browser, new Uri(webs.One, $"/farms/{webs.FarmId}/add-rig"), new Uri(webs.Other, $"/farms/{webs.FarmId}/add-rig"), new() { ["name"] = "oak-07" });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Contains("oak-07", await browser.GetStringAsync(new Uri(webs.One, $"/farms/{webs.FarmId}"), Cancellation), StringComparison.Ordinal);
    }

    /// <summary>No web process has a silo, and no silo holds it: it stands in the database, whoever dies.</summary>
    [Fact]
    public async Task What_became_of_many_rigs_at_the_one_is_a_page_of_the_other()
    {
        var (browser, _) = await webs.SignInAsync(webs.One);
        string farm = $"/farms/{webs.FarmId}", token = (await webs.TokensAsync(webs.One)).GetProperty("accessToken").GetString()!;
        using var added = await webs.CallAsync(HttpMethod.Post, new Uri(webs.One, $"/api/v1{farm}/rigs"), token, new { name = "elm-03" });
        string rig = (await added.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("rigId").GetString()!;
        using var tagged = await webs.SubmitAsync(browser, new Uri(webs.One, farm + "/add-rig"), new Uri(webs.One, farm + "/batch?handler=Tags"), new() { ["rigs"] = rig, ["add"] = "cold" });
        Assert.Equal(HttpStatusCode.Redirect, tagged.StatusCode);
        Assert.Contains("tags now cold", await browser.GetStringAsync(new Uri(webs.Other, tagged.Headers.Location!.ToString()), Cancellation), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "26")]
    public async Task A_key_that_was_ended_at_the_one_is_refused_by_the_other_at_once()
    {
        string token = (await webs.TokensAsync(webs.One)).GetProperty("accessToken").GetString()!;
        using var made = await webs.CallAsync(HttpMethod.Post, new Uri(webs.One, "/api/v1/keys"), token, new { name = "script", scope = "read" });
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        string secret = key.GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await webs.MeAsync(webs.Other, secret));
        using var ended = await webs.CallAsync(HttpMethod.Delete, new Uri(webs.One, $"/api/v1/keys/{key.GetProperty("key").GetProperty("id").GetString()}"), token);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await webs.MeAsync(webs.Other, secret));
    }

    [Fact, Trait("check", "13"), Trait("check", "30"), Trait("check", "31")]
    public async Task Tokens_are_good_at_both_and_a_refresh_token_shown_to_both_ends_them_at_both()
    {
        var first = await webs.TokensAsync(webs.One);
        Assert.Equal(HttpStatusCode.OK, await webs.MeAsync(webs.Other, first.GetProperty("accessToken").GetString()!));
        using var next = await RefreshAsync(webs.Other, first);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        string token = (await next.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("accessToken").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await webs.MeAsync(webs.One, token));
        using var again = await RefreshAsync(webs.One, first);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await webs.MeAsync(webs.One, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await webs.MeAsync(webs.Other, token));
    }

    [Fact, Trait("check", "13")]
    public async Task Another_role_given_at_the_one_ends_sessions_tokens_and_open_pages_at_the_other()
    {
        const string jon = "jon@example.org";
        await webs.RegisterAsync(jon);
        string mara = (await webs.TokensAsync(webs.One)).GetProperty("accessToken").GetString()!;
        await JoinAsync(jon, mara);
        var (browser, cookies) = await webs.SignInAsync(webs.Other, jon);
        string token = (await webs.TokensAsync(webs.Other, jon)).GetProperty("accessToken").GetString()!;
        var (page, closed) = await webs.WatchAsync(webs.Other, cookies);
        await using var _ = page;

        using var changed = await webs.CallAsync(HttpMethod.Patch, new Uri(webs.One, $"/api/v1/users/{await IdAsync(jon, mara)}"), mara, new { role = "monitor" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await webs.MeAsync(webs.Other, token));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(new Uri(webs.Other, "/account"), Cancellation)).StatusCode);
        await closed.WaitAsync(s_gone, Cancellation);
    }

    [Fact, Trait("check", "13"), Trait("check", "36")]
    public async Task Who_is_taken_out_of_a_farm_at_the_one_sees_no_more_of_it_at_the_other()
    {
        const string ida = "ida@example.org";
        await webs.RegisterAsync(ida);
        string mara = (await webs.TokensAsync(webs.One)).GetProperty("accessToken").GetString()!;
        await JoinAsync(ida, mara);
        var (browser, cookies) = await webs.SignInAsync(webs.Other, ida);
        var (page, closed) = await webs.WatchAsync(webs.Other, cookies);
        await using var _ = page;

        using var removed = await webs.CallAsync(HttpMethod.Delete, new Uri(webs.One, $"/api/v1/farms/{webs.FarmId}/members/{await IdAsync(ida, mara)}"), mara);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(webs.Other, $"/farms/{webs.FarmId}"), Cancellation)).StatusCode);
        await closed.WaitAsync(s_gone, Cancellation);
    }

    /// <summary>Documented so: a caller who is at both has as many calls at each.</summary>
    [Fact, Trait("check", "24")]
    public async Task Each_counts_calls_for_itself()
    {
        string token = (await webs.TokensAsync(webs.One)).GetProperty("accessToken").GetString()!;
        // At once: one after the other, a slow machine's calls are not faster than the bucket fills again.
        await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => webs.MeAsync(webs.One, token)));
        Assert.True(await LeftAsync(webs.One) < await LeftAsync(webs.Other));

        async Task<int> LeftAsync(Uri web)
        {
            using var answer = await webs.CallAsync(HttpMethod.Get, new Uri(web, "/api/v1/me"), token);
            return int.Parse(answer.Headers.GetValues("RateLimit").Single().Split("r=")[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    async Task<HttpResponseMessage> RefreshAsync(Uri web, JsonElement tokens) =>
        await webs.CallAsync(HttpMethod.Post, new Uri(web, "/api/v1/auth/token"), null, new { refreshToken = tokens.GetProperty("refreshToken").GetString() });

    /// <summary>Invited at the one, accepted at the other.</summary>
    async Task JoinAsync(string email, string owner)
    {
        using var invited = await webs.CallAsync(HttpMethod.Post, new Uri(webs.One, $"/api/v1/farms/{webs.FarmId}/invites"), owner, new { level = "viewer" });
        string path = (await invited.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("path").GetString()!;
        var (browser, _) = await webs.SignInAsync(webs.Other, email);
        using var accepted = await webs.SubmitAsync(browser, new Uri(webs.Other, path), new Uri(webs.Other, path), []);
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
    }

    async Task<string> IdAsync(string email, string admin)
    {
        using var found = await webs.CallAsync(HttpMethod.Get, new Uri(webs.One, $"/api/v1/users?q={Uri.EscapeDataString(email)}"), admin);
        return (await found.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("items")[0].GetProperty("id").GetString()!;
    }
}
