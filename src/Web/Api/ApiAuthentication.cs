using System.Security.Claims;
using System.Text.Encodings.Web;
using BloxOs.Grains.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Api;

/// <summary>Who calls the API: an API key or an access token in one <c>Authorization: Bearer</c> header. A cookie says nothing here.</summary>
internal sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyCaller keys, AccessTokens tokens, ApiRates rates)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Api";

    const string Bearer = "Bearer ";
    const int LongestToken = 4096;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0) { return AuthenticateResult.NoResult(); }
        if (header.Count > 1 || header[0] is not { } text || !text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) { return Wrong; }
        string token = text[Bearer.Length..].Trim(' ');
        if (token.Length is 0 or > LongestToken) { return Wrong; }
        // Whoever has shown many wrong ones is not looked up before he has waited; the limit answers him.
        if (rates.Left(ApiRateClass.Anonymous, ApiRateLimit.Address(Context)) == 0) { return Wrong; }
        var identity = token.StartsWith(KeyText.ApiKeyPrefix, StringComparison.Ordinal)
            ? await keys.FindAsync(token, Context.RequestAborted)
            : await tokens.FindAsync(token, Context.RequestAborted);
        return identity is null ? Wrong : AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    /// <summary>The same for whatever is wrong with it.</summary>
    static AuthenticateResult Wrong => AuthenticateResult.Fail("The Authorization header holds no valid key or token.");
}
