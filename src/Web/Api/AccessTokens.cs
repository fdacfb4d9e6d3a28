using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BloxOs.Web.Api;

/// <summary>
/// Access tokens: signed JSON Web Tokens of one algorithm and one type, which say who signed in and in which session. What that person may do is
/// asked at each call, and whether the session still holds.
/// </summary>
internal sealed class AccessTokens(SigningKeys keys, IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    const string Issuer = "bloxos", Audience = "bloxos-api", Type = "at+jwt";
    const string SessionClaim = "sid", MarkClaim = "mark", EnteredClaim = "auth_time";
    const int MarkBytes = 16;

    /// <summary>Clocks of two web processes may differ so much.</summary>
    static readonly TimeSpan s_early = TimeSpan.FromSeconds(30);

    static readonly string[] s_foreignKeys = ["jku", "jwk", "x5u", "x5c", "crit"];

    readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false, MaximumTokenSizeInBytes = 4096 };

    /// <summary>A token for a session that has begun.</summary>
    public async Task<string> MakeAsync(string userId, string sessionId, string mark, DateTimeOffset enteredAt, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Type,
            IssuedAt = now.UtcDateTime,
            NotBefore = (now - s_early).UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            SigningCredentials = new(await keys.CurrentAsync(cancellation), SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = userId,
                [JwtRegisteredClaimNames.Jti] = OpaqueId.New(),
                [SessionClaim] = sessionId,
                [MarkClaim] = mark,
                [EnteredClaim] = enteredAt.ToUnixTimeSeconds(),
            },
        });
    }

    /// <summary>Says what an account is like: another password, role or end of all sessions makes another mark.</summary>
    public static string MarkOf(UserAccount account) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.SecurityStamp}|{account.Role}")).AsSpan(0, MarkBytes).ToArray());

    /// <summary>The claims behind a token; null when it is none of ours, is over, or its session is.</summary>
    public async Task<ClaimsIdentity?> FindAsync(string text, CancellationToken cancellation)
    {
        if (await ReadAsync(text, cancellation) is not { } token) { return null; }
        if (!OpaqueId.IsValid(token.Subject) || !token.TryGetPayloadValue(SessionClaim, out string session) || !token.TryGetPayloadValue(MarkClaim, out string mark)) { return null; }
        var user = grains.GetGrain<IUserGrain>(token.Subject);
        if (await AccountStore.AskAsync(user.Find, cancellation) is not { } account || MarkOf(account) != mark) { return null; }
        if (!await AccountStore.AskAsync(() => user.UseSession(session, account.SecurityStamp), cancellation)) { return null; }
        long entered = token.TryGetPayloadValue(EnteredClaim, out long seconds) ? seconds : 0;
        return new(
            [
                new(ClaimTypes.NameIdentifier, account.UserId),
                new(ClaimTypes.Name, account.DisplayName),
                new(AccessClaims.Role, SessionClaims.NameOf(account.Role)),
                new(AccessClaims.Session, session),
                new(AccessClaims.Token, "1"),
                new(AccessClaims.Entered, entered.ToString(CultureInfo.InvariantCulture)),
            ],
            ApiAuthentication.SchemeName);
    }

    async Task<JsonWebToken?> ReadAsync(string text, CancellationToken cancellation)
    {
        if (!_handler.CanReadToken(text)) { return null; }
        JsonWebToken token;
        try { token = _handler.ReadJsonWebToken(text); }
        catch (ArgumentException) { return null; }   // also what the library throws for malformed parts
        if (token.Alg != SecurityAlgorithms.HmacSha256 || s_foreignKeys.Any(name => token.TryGetHeaderValue<object>(name, out _))) { return null; }
        if (token.Kid is not { } kid || await keys.FindAsync(kid, cancellation) is not { } key) { return null; }
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = [Type],
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsInTime,
        });
        return result.IsValid ? token : null;
    }

    bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters) =>
        notBefore is { } from && expires is { } until && time.GetUtcNow().UtcDateTime is var now && from <= now && now < until;
}
