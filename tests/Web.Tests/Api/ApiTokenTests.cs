using System.Net;
using System.Text;
using System.Text.Json;
using BloxOs.Grains.Users;
using BloxOs.Web.Accounts;
using BloxOs.Web.Api;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiTokenTests
{
    const string TokenPath = "/api/v1/auth/token";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "30")]
    public async Task A_token_lasts_fifteen_minutes_and_the_next_comes_by_the_refresh_token()
    {
        await using var host = await ApiHost.StartAsync();
        var tokens = await host.TokensAsync();
        using var client = host.With(tokens.GetProperty("accessToken").GetString());
        var me = await (await client.ReadAsync("/api/v1/me")).JsonAsync();
        Assert.Equal(("token", "admin", "owner"), (me.GetProperty("kind").GetString(), me.GetProperty("role").GetString(), me.GetProperty("reach").GetString()));
        host.Accounts.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
        host.Accounts.Time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);

        var next = await RefreshAsync(host, tokens);
        Assert.Equal(HttpStatusCode.OK, (await host.With(next.GetProperty("accessToken").GetString()).ReadAsync("/api/v1/me")).StatusCode);
        Assert.NotEqual(tokens.GetProperty("refreshToken").GetString(), next.GetProperty("refreshToken").GetString());
    }

    [Fact, Trait("check", "31")]
    public async Task A_refresh_token_shown_twice_ends_the_whole_session()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.TokensAsync();
        var second = await RefreshAsync(host, first);
        using var client = host.With(second.GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);

        await (await PostRefreshAsync(host, first.GetProperty("refreshToken").GetString()!)).IsProblemAsync(401);
        await (await PostRefreshAsync(host, second.GetProperty("refreshToken").GetString()!)).IsProblemAsync(401);
        await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);
        Assert.Empty(await host.Grains.GetGrain<IUserGrain>(host.OwnerId).GetSessions());
    }

    [Fact, Trait("check", "31")]
    public async Task A_family_ends_after_thirty_days_however_often_it_is_used()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var tokens = await host.TokensAsync();
        for (int hours = 0; hours < 29 * 24 + 20; hours += 10)
        {
            tokens = await RefreshAsync(host, tokens);
            host.Accounts.Time.Advance(TimeSpan.FromHours(10));
        }
        host.Accounts.Time.Advance(TimeSpan.FromHours(10));
        await (await PostRefreshAsync(host, tokens.GetProperty("refreshToken").GetString()!)).IsProblemAsync(401);
    }

    [Fact, Trait("check", "13")]
    public async Task What_ends_sessions_ends_tokens()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        var user = host.Grains.GetGrain<IUserGrain>(host.OwnerId);
        await EndsAsync(async () => await user.Save((await user.Find())! with { SecurityStamp = "other" }));
        await EndsAsync(async () => await user.Save((await user.Find())! with { Role = UserRole.User }));
        await EndsAsync(async () => await user.EndSessions(null));
        var tokens = await host.TokensAsync();
        await EndsAsync(async () => await host.With(null).PostAsync("/api/v1/auth/revoke", $$"""{"refreshToken":"{{tokens.GetProperty("refreshToken").GetString()}}"}"""), tokens);
        await EndsAsync(async () => await user.Save((await user.Find())! with { LockoutEnd = DateTimeOffset.MaxValue }));

        async Task EndsAsync(Func<Task> what, JsonElement? signedIn = null)
        {
            var before = signedIn ?? await host.TokensAsync();
            using var client = host.With(before.GetProperty("accessToken").GetString());
            Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
            await what();
            await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);
            await (await PostRefreshAsync(host, before.GetProperty("refreshToken").GetString()!)).IsProblemAsync(401);
        }
    }

    [Fact, Trait("check", "30"), Trait("bad-input", "88")]
    public async Task A_token_that_is_not_exactly_ours_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var tokens = await host.TokensAsync();
        string good = tokens.GetProperty("accessToken").GetString()!;
        var key = await host.Accounts.Services.GetRequiredService<SigningKeys>().CurrentAsync(Cancellation);
        var real = new JsonWebTokenHandler().ReadJsonWebToken(good);
        string[] parts = good.Split('.');
        Assert.Equal(HttpStatusCode.OK, await CallAsync(Made()));   // the way they are made here is not what is wrong with the others

        var now = host.Accounts.Time.GetUtcNow().UtcDateTime;
        string[] wrong =
        [
            $"{Text("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.",
            $"{Text($$"""{"alg":"HS256","typ":"at+jwt","kid":"../../etc/passwd"}""")}.{parts[1]}.{parts[2]}",
            $"{Text($$"""{"alg":"HS256","typ":"at+jwt","kid":"' OR 1=1 --"}""")}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{Text(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace(host.OwnerId, new string('a', 26), StringComparison.Ordinal))}.{parts[2]}",
            good[..^2], good + "a", parts[0], parts[0] + "." + parts[1], "a.b.c", "..", parts[0] + ".." + parts[2], new string('a', 3_000) + ".b.c",
            Made(d => d.Expires = now.AddSeconds(-1)),
            Made(d => d.NotBefore = now.AddMinutes(1)),
            Made(d => d.Expires = null),
            Made(d => d.Audience = "other"),
            Made(d => d.Issuer = "other"),
            Made(d => d.TokenType = "JWT"),
            Made(d => d.TokenType = "rt+jwt"),
            Made(d => d.SigningCredentials = new(new SymmetricSecurityKey([.. ((SymmetricSecurityKey)key).Key, .. new byte[32]]) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha512)),
            Made(d => d.SigningCredentials = new(new SymmetricSecurityKey(new byte[32]) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256)),
            Made(d => d.AdditionalHeaderClaims = new Dictionary<string, object> { ["jku"] = "https://evil.example/keys" }),
            Made(d => d.AdditionalHeaderClaims = new Dictionary<string, object> { ["jwk"] = "{}" }),
            Made(d => d.Claims["sub"] = "root"),
            Made(d => d.Claims.Remove("sid")),
            Made(d => d.Claims["mark"] = "other"),
            tokens.GetProperty("refreshToken").GetString()!,
        ];
        for (int at = 0; at < wrong.Length; at++) { Assert.True(await CallAsync(wrong[at]) == HttpStatusCode.Unauthorized, $"{at}: {wrong[at]}"); }
        Assert.Equal(HttpStatusCode.OK, await CallAsync(good));

        async Task<HttpStatusCode> CallAsync(string token) => (await host.With(token).ReadAsync("/api/v1/me")).StatusCode;

        string Made(Action<SecurityTokenDescriptor>? change = null)
        {
            var descriptor = new SecurityTokenDescriptor
            {
                Issuer = real.Issuer,
                Audience = real.Audiences.Single(),
                TokenType = real.Typ,
                IssuedAt = real.IssuedAt,
                NotBefore = real.ValidFrom,
                Expires = real.ValidTo,
                SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = real.Subject, ["sid"] = real.GetPayloadValue<string>("sid"), ["mark"] = real.GetPayloadValue<string>("mark"), ["auth_time"] = real.GetPayloadValue<long>("auth_time"),
                },
            };
            change?.Invoke(descriptor);
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        }

        static string Text(string json) => Base64UrlEncoder.Encode(json);
    }

    [Fact, Trait("check", "6"), Trait("check", "5"), Trait("bad-input", "90")]
    public async Task A_wrong_sign_in_is_answered_and_slowed_like_that_of_the_page()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.With(null);
        var wrong = await (await SignInAsync(AccountsHost.Email, "not the password")).IsProblemAsync(401);
        var unknown = await (await SignInAsync("nobody@example.org", AccountsHost.Password)).IsProblemAsync(401);
        Assert.Equal(wrong.GetProperty("detail").GetString(), unknown.GetProperty("detail").GetString());
        foreach (string near in (string[])[AccountsHost.Password + " ", " " + AccountsHost.Password, AccountsHost.Password.ToUpperInvariant()])
        {
            await (await SignInAsync(AccountsHost.Email, near)).IsProblemAsync(401);
        }
        await (await SignInAsync(AccountsHost.Email, "the fifth")).IsProblemAsync(401);
        var slowed = await SignInAsync(AccountsHost.Email, AccountsHost.Password);
        await slowed.IsProblemAsync(429);
        Assert.NotNull(slowed.Headers.RetryAfter);
        await (await SignInAsync(AccountsHost.Email, new string('x', 1_000_000))).IsProblemAsync(413);
        await (await SignInAsync(AccountsHost.Email, AccountsHost.Password + "\\u0000")).IsProblemAsync(400);

        Task<HttpResponseMessage> SignInAsync(string email, string password) => client.PostAsync(TokenPath, $$"""{"email":"{{email}}","password":"{{password}}"}""");
    }

    [Fact, Trait("check", "8"), Trait("bad-input", "91")]
    public async Task An_account_with_a_second_factor_gives_tokens_for_its_code_only()
    {
        await using var host = await ApiHost.StartAsync(unlimited: true);
        await using var scope = host.Accounts.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await users.FindByIdAsync(host.OwnerId))!;
        await users.ResetAuthenticatorKeyAsync(account);
        string seed = (await users.GetAuthenticatorKeyAsync(account))!;
        await users.SetTwoFactorEnabledAsync(account, true);
        using var client = host.With(null);

        await (await SignInAsync(null)).IsProblemAsync(401);
        await (await SignInAsync("000000")).IsProblemAsync(401);
        string code = OneTimeCode.At(seed, host.Accounts.Time.GetUtcNow());
        var tokens = await SignInAsync(code);
        Assert.Equal(HttpStatusCode.OK, tokens.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.With((await tokens.JsonAsync()).GetProperty("accessToken").GetString()).ReadAsync("/api/v1/me")).StatusCode);
        await (await SignInAsync(code)).IsProblemAsync(401);

        Task<HttpResponseMessage> SignInAsync(string? code) => client.PostAsync(TokenPath, JsonSerializer.Serialize(code is null
            ? (object)new { email = AccountsHost.Email, password = AccountsHost.Password }
            : new { email = AccountsHost.Email, password = AccountsHost.Password, code }));
    }

    [Fact, Trait("check", "24")]
    public async Task Sign_ins_are_limited_by_network_address()
    {
        await using var host = await ApiHost.StartAsync();
        var statuses = new List<int>();
        for (int at = 0; at < 12; at++) { statuses.Add((int)(await PostRefreshAsync(host, "none")).StatusCode); }
        Assert.Equal(10, statuses.Count(static s => s == 401));
        Assert.Equal(429, statuses[^1]);
    }

    [Fact, Trait("check", "10"), Trait("bad-input", "87")]
    public async Task A_key_is_made_with_a_token_whose_password_is_fresh_and_within_limits()
    {
        await using var host = await ApiHost.StartAsync();
        var tokens = await host.TokensAsync();
        using var client = host.With(tokens.GetProperty("accessToken").GetString());
        var made = await client.PostAsync("/api/v1/keys", $$"""{"name":"grafana","scope":"read","farmIds":["{{host.FarmId}}"]}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string secret = (await made.JsonAsync()).GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await host.With(secret).ReadAsync($"/api/v1/farms/{host.FarmId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.CallAsync(HttpMethod.Delete, made.Headers.Location!.OriginalString)).StatusCode);
        await (await host.With(secret).ReadAsync("/api/v1/me")).IsProblemAsync(401);

        foreach (string wrong in (string[])["""{"name":"x","scope":"owner"}""", """{"name":"x","scope":2}""", """{"name":"x","scope":"read","expiresAt":"2020-01-01T00:00:00Z"}""",
            """{"name":"x","scope":"read","expiresAt":"2030-01-01T00:00:00"}""", """{"name":"x","scope":"read","expiresAt":"2030-02-30T00:00:00Z"}""", """{"name":"x","scope":"read","expiresAt":"9999-01-01T00:00:00Z"}""",
            """{"name":"x","scope":"read","farmIds":["b7ndw2qkx5tzm4vhp3slyr6cae"]}""", """{"name":"x","scope":"read","farmIds":[null]}"""])
        {
            await (await client.PostAsync("/api/v1/keys", wrong)).IsProblemAsync(400);
        }
        for (int at = 0; at < 50; at++) { await host.MakeKeyAsync(host.OwnerId, BloxOs.Grains.Keys.KeyScope.Read); }
        await (await client.PostAsync("/api/v1/keys", """{"name":"one more","scope":"read"}""")).IsProblemAsync(409);

        host.Accounts.Time.Advance(TimeSpan.FromMinutes(11));
        await (await client.PostAsync("/api/v1/keys", """{"name":"later","scope":"read"}""")).IsProblemAsync(403);
    }

    static async Task<JsonElement> RefreshAsync(ApiHost host, JsonElement tokens)
    {
        using var answer = await PostRefreshAsync(host, tokens.GetProperty("refreshToken").GetString()!);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    static Task<HttpResponseMessage> PostRefreshAsync(ApiHost host, string token) => host.With(null).PostAsync(TokenPath, $$"""{"refreshToken":"{{token}}"}""");
}
