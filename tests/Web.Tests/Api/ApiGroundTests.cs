using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BloxOs.Grains.Keys;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiGroundTests(SharedApi shared) : IClassFixture<SharedApi>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("bad-input", "68")]
    public async Task Without_one_good_authorization_header_nobody_is_let_in()
    {
        await using var host = await ApiHost.StartAsync();
        string key = (await host.MakeKeyAsync(host.OwnerId, KeyScope.Read)).Secret!;
        using var client = host.With(null);
        foreach (string[] headers in (string[][])[[], [""], ["Bearer"], ["Bearer "], [key], [$"Basic {key}"], [$"Bearer {key[..^1]}x"], [$"Bearer {key}", $"Bearer {key}"], ["Bearer " + new string('a', 5_000)], ["Bearer bxk_"]])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
            foreach (string header in headers) { request.Headers.TryAddWithoutValidation("Authorization", header); }
            var answer = await client.SendAsync(request, Cancellation);
            await answer.IsProblemAsync(401);
            Assert.StartsWith("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await host.With(key).ReadAsync("/api/v1/me")).StatusCode);
    }

    [Fact, Trait("check", "16")]
    public async Task A_cookie_says_nothing_to_the_api()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.Accounts.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/who")).StatusCode);
        await (await browser.GetAsync("/api/v1/me")).IsProblemAsync(401);
    }

    [Fact, Trait("check", "46")]
    public async Task Everything_that_goes_wrong_below_api_is_a_problem()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        await (await client.ReadAsync("/api/v1/nothing")).IsProblemAsync(404);
        await (await client.ReadAsync("/api/v2/rigs")).IsProblemAsync(404);
        await (await host.With(null).ReadAsync("/api/nothing")).IsProblemAsync(404);
        var wrongMethod = await client.CallAsync(HttpMethod.Put, "/api/v1/me", "{}");
        await wrongMethod.IsProblemAsync(405);
        Assert.Contains("GET", wrongMethod.Content.Headers.Allow);
        await (await client.PostAsync($"/api/v1/farms/{host.FarmId}/rigs", """{"name":"oak"}""")).IsProblemAsync(403);
        await host.Accounts.StopSiloAsync();
        var down = await client.ReadAsync("/api/v1/me");
        await down.IsProblemAsync(503);
        Assert.NotNull(down.Headers.RetryAfter);
    }

    [Theory, Trait("check", "37"), Trait("bad-input", "72"), Trait("check", "23")]
    [InlineData("""{"name":"oak","tenantId":"x"}""")]
    [InlineData("""{"name":"oak","role":"admin"}""")]
    [InlineData("""{"name":"oak","isAdmin":true}""")]
    [InlineData("""{"name":"oak","ownerId":"x"}""")]
    [InlineData("""{"name":"oak","id":"x"}""")]
    [InlineData("""{"name":"oak","createdAt":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"name":"oak","name":"elm"}""")]
    [InlineData("""{"Name":"oak"}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("")]
    [InlineData("""{"name":"oak"}}""")]
    [InlineData("""{"name":"oak",}""")]
    [InlineData("""{"name":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"   "}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"a\r\nBcc:x"}""")]
    [InlineData("""{"name":"\u202eoak"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    public async Task A_body_that_is_not_the_one_is_refused(string json)
    {
        var (client, _, farm) = await shared.JoinAsync();
        await (await client.PostAsync($"/api/v1/farms/{farm}/rigs", json)).IsProblemAsync(400);
        Assert.Empty((await (await client.ReadAsync("/api/v1/rigs")).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact, Trait("bad-input", "73"), Trait("check", "39")]
    public async Task A_name_of_any_text_is_stored_as_text_and_a_longer_one_refused()
    {
        var (client, _, farm) = await shared.JoinAsync();
        string[] names = ["<img src=x onerror=alert(1)>", "{{7*7}}", "=cmd()", "@everyone", "'; DROP TABLE rig; --", "ñandú 火"];
        foreach (string name in names)
        {
            var answer = await client.PostAsync($"/api/v1/farms/{farm}/rigs", System.Text.Json.JsonSerializer.Serialize(new { name }));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            var rig = await (await client.ReadAsync(answer.Headers.Location!.OriginalString)).JsonAsync();
            Assert.Equal(name, rig.GetProperty("rig").GetProperty("name").GetString());
        }
        await (await client.PostAsync($"/api/v1/farms/{farm}/rigs", $$"""{"name":"{{new string('x', 10_001)}}"}""")).IsProblemAsync(400);
    }

    [Fact, Trait("check", "23"), Trait("check", "16")]
    public async Task A_body_that_is_too_long_or_a_form_is_refused()
    {
        var (client, _, farm) = await shared.JoinAsync();
        string path = $"/api/v1/farms/{farm}/rigs";
        await (await client.PostAsync(path, $$"""{"name":"{{new string('x', 300_000)}}"}""")).IsProblemAsync(413);
        foreach (string type in (string[])["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/xml"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"oak"}"""));
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            await (await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation)).IsProblemAsync(415);
        }
    }

    [Fact, Trait("bad-input", "70"), Trait("check", "36")]
    public async Task Ids_of_any_form_are_400_or_404()
    {
        var (client, _, _) = await shared.JoinAsync();
        string[] ids = ["0", "-1", "9223372036854775808", "1e3", "null", "undefined", "%00", "..%2f", "..%2F..%2Fetc%2Fpasswd", new string('a', 7_000), "%7B3f2504e0-4f89-11d3-9a0c-0305e82c3301%7D",
            "%EF%BC%91%EF%BC%92", "%ff", "%C0%AF", "a b", "'%20OR%201=1", "b7ndw2qkx5tzm4vhp3slyr6cae"];
        foreach (string id in ids)
        {
            foreach (string path in (string[])[$"/api/v1/rigs/{id}", $"/api/v1/farms/{id}", $"/api/v1/keys/{id}", $"/api/v1/rigs?farm={id}"])
            {
                int status = await RawAsync(shared.Host.Accounts.Http, path, client.DefaultRequestHeaders.Authorization!.ToString());
                Assert.True(status is 400 or 404, $"{status} {path}");
            }
        }
    }

    [Fact, Trait("check", "19"), Trait("check", "21")]
    public async Task Other_sites_get_nothing_and_plain_http_is_not_led_elsewhere()
    {
        var (client, _, _) = await shared.JoinAsync(KeyScope.Read);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Options, HttpMethod.Post])
        {
            var answer = await client.CallAsync(method, "/api/v1/farms", null, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "GET"));
            await answer.IsProblemAsync(403);
            Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
        var plain = await client.ReadAsync("/api/v1/farms");
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.True(plain.Headers.CacheControl?.NoStore);
    }

    [Fact, Trait("check", "24")]
    public async Task Who_calls_too_often_is_told_how_long_to_wait()
    {
        var (client, user, _) = await shared.JoinAsync();
        using var other = await shared.Host.WithKeyAsync(user, KeyScope.Manage);
        HttpResponseMessage? refused = null;
        for (int calls = 0; refused is null && calls < 400; calls++)
        {
            var answer = await client.CallAsync(HttpMethod.Delete, "/api/v1/keys/none");
            Assert.Equal("\"write\";q=60;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) { refused = answer; }
            else { Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode); }
        }
        Assert.NotNull(refused);
        await refused.IsProblemAsync(429);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("\"write\";r=0", refused.Headers.GetValues("RateLimit").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await other.CallAsync(HttpMethod.Delete, "/api/v1/keys/none")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
    }

    /// <summary>The status for a path exactly as written: a client of .NET would tidy it up.</summary>
    static async Task<int> RawAsync(Uri server, string path, string authorization)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, Cancellation);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {path.Replace(" ", "%20", StringComparison.Ordinal)} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: {authorization}\r\nConnection: close\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync(Cancellation))!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
