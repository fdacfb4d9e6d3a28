using System.Globalization;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Api;

/// <summary><c>/auth</c>: tokens for people.</summary>
internal static class AuthApi
{
    const string OneWay = "Send email and password, with a code when the account asks for one; or refreshToken alone.";
    const int LongestCode = 64;
    const string NoText = "A password holds no NUL.";
    const string DeadToken = "This refresh token is not good, or not any more. Sign in with e-mail and password.";

    public static void Map(RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Tokens");
        auth.MapPost("/token", Token)
            .Operation("authToken", "Get an access token", "With e-mail address and password, and a one-time code when the account asks for one; or with a refresh token, which is good once. An access token lasts 15 minutes; the session ends after 12 hours without use and after 30 days.", new NeedsNobodyAttribute())
            .TakesBody().Problems(401).Produces<TokenAnswer>();
        auth.MapPost("/revoke", Revoke)
            .Operation("authRevoke", "Sign out", "Ends the session of a refresh token, with all its tokens. The answer is the same for a token that is not good.", new NeedsNobodyAttribute())
            .TakesBody().Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> Token(HttpContext http, TokenDoor door, TokenInput input)
    {
        switch (input)
        {
            case { Password: { } text } when text.Contains('\0', StringComparison.Ordinal):   // to PBKDF2 a NUL at the end is none
                return ApiProblem.Invalid(NoText);
            case { Code.Length: > LongestCode }:
                return ApiProblem.Invalid(OneWay);
            case { Email: { } email, Password: { } password, RefreshToken: null }:
                var (answer, tokens) = await door.SignInAsync(email, password, input.Code, http);
                return tokens is not null ? TypedResults.Ok(tokens) : Refused(http, answer);
            case { Email: null, Password: null, Code: null, RefreshToken: { } refresh }:
                return await door.RefreshAsync(refresh, http) is { } next ? TypedResults.Ok(next) : ApiProblem.Of(StatusCodes.Status401Unauthorized, DeadToken);
            default:
                return ApiProblem.Invalid(OneWay);
        }
    }

    static async Task<IResult> Revoke(HttpContext http, TokenDoor door, RevokeInput input)
    {
        await door.RevokeAsync(input.RefreshToken, http);
        return TypedResults.NoContent();
    }

    static IResult Refused(HttpContext http, SignInAnswer answer)
    {
        if (answer.RetryAfter is not { } wait) { return ApiProblem.Of(StatusCodes.Status401Unauthorized, answer.Message!); }
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        return ApiProblem.Of(StatusCodes.Status429TooManyRequests, answer.Message!);
    }
}
