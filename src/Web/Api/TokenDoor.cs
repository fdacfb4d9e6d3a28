using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Api;

/// <summary>Signs programs in for people: with the password under the same limits and words as the sign-in page, or with a refresh token.</summary>
internal sealed class TokenDoor(PasswordProof proof, SecondStep second, AccessTokens access, IGrainFactory grains, IAuditTrail audit, TimeProvider time)
{
    /// <summary>How long a family of refresh tokens lasts, however often it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    static readonly SignInAnswer s_codeMissing = new(false, "This account asks for a one-time code: send it as code, with e-mail and password.");

    const string ProgramName = "API";
    const int LongestAgent = 48;

    /// <summary>Begins a session with a password; no tokens when the answer is not <see cref="SignInAnswer.Done"/>.</summary>
    public async Task<(SignInAnswer Answer, TokenAnswer? Tokens)> SignInAsync(string email, string password, string? code, HttpContext http)
    {
        var (answer, found) = await proof.TryAsync(email, password, http);
        if (found is null) { return (answer, null); }
        if (found.Stored.TwoFactorEnabled && await SecondAsync(found, code, http) is { } refused) { return (refused, null); }
        var account = found.Stored;
        var draft = new AuditDraft("user.sign-in") { By = new(BloxOs.Data.Audit.AuditActorKind.Token, account.UserId, account.DisplayName), UserId = account.UserId, Target = account.Email, Changes = [new("through", null, ProgramName)] };
        var tokens = await audit.DoAsync(http, draft, () => BeginAsync(account, http), static made => made is null ? "The account changed meanwhile." : null);
        return tokens is null ? (SignInAnswer.Wrong, null) : (answer, tokens);
    }

    /// <summary>Why the second step is not done; null when it is.</summary>
    async Task<SignInAnswer?> SecondAsync(Account account, string? code, HttpContext http)
    {
        if (code is null) { return s_codeMissing; }
        var answer = await second.TryAsync(account, code, http.RequestAborted);
        if (answer.SignedIn) { return null; }
        await audit.WriteAsync(http, new("user.second-step.failed") { UserId = account.UserId, Target = account.Email });
        return answer;
    }

    /// <summary>The next tokens; null when this is no refresh token that is good now.</summary>
    public async Task<TokenAnswer?> RefreshAsync(string text, HttpContext http)
    {
        if (KeyText.Refresh(text) is not var (familyId, secret)) { return null; }
        string next = KeyText.NewRefreshToken(familyId, secret);
        // Before the token is taken: one that could not be written down is still good for the next try.
        if (await AskAsync(() => Family(familyId).Find(KeyText.HashOf(text)), http) is { } known) { await NoteRefreshAsync(known, familyId, http); }
        var taken = await AskAsync(() => Family(familyId).Take(KeyText.HashOf(text), KeyText.HashOf(secret), KeyText.HashOf(next)), http);
        if (taken is { Outcome: TokenOutcome.Reused, Family: { } copied })
        {
            await audit.WriteAsync(http, new("user.token-reused") { UserId = copied.UserId, Target = familyId });
            return null;
        }
        if (taken is not { Outcome: TokenOutcome.Done, Family: { } family }) { return null; }
        var user = grains.GetGrain<IUserGrain>(family.UserId);
        var account = await AskAsync(user.Find, http);
        if (account is null || AccessTokens.MarkOf(account) != family.Mark || !await AskAsync(() => user.UseSession(familyId, account.SecurityStamp), http))
        {
            await AskAsync(Family(familyId).End, http);
            return null;
        }
        return await AnswerAsync(family, familyId, next, http);
    }

    async Task NoteRefreshAsync(TokenFamily family, string familyId, HttpContext http)
    {
        string name = (await AskAsync(grains.GetGrain<IUserGrain>(family.UserId).Find, http))?.DisplayName ?? "";
        await audit.WriteAsync(http, new("user.token-refresh") { By = new(BloxOs.Data.Audit.AuditActorKind.Token, family.UserId, name), UserId = family.UserId, Target = familyId });
    }

    /// <summary>Ends the session of a refresh token; whether there was one is nobody's business.</summary>
    public async Task RevokeAsync(string text, HttpContext http)
    {
        if (KeyText.Refresh(text) is not var (familyId, secret)) { return; }
        string none = KeyText.NewRefreshToken(familyId, OpaqueId.New());
        var taken = await AskAsync(() => Family(familyId).Take(KeyText.HashOf(text), KeyText.HashOf(secret), KeyText.HashOf(none)), http);
        if (taken.Family is not { } family) { return; }
        var draft = new AuditDraft("user.sign-out") { UserId = family.UserId, Target = familyId, Changes = [new("through", null, ProgramName)] };
        await audit.DoAsync(http, draft, async () =>
        {
            await grains.GetGrain<IUserGrain>(family.UserId).EndSession(familyId);
            await Family(familyId).End();
        });
    }

    async Task<TokenAnswer?> BeginAsync(UserAccount account, HttpContext http)
    {
        string from = http.Connection.RemoteIpAddress?.ToString() ?? "", agent = http.Request.Headers.UserAgent.ToString();
        string name = agent.Length == 0 ? ProgramName : $"{ProgramName}, {new string([.. agent.Where(static c => !char.IsControl(c)).Take(LongestAgent)])}";
        var session = await AskAsync(() => grains.GetGrain<IUserGrain>(account.UserId).BeginSession(account.SecurityStamp, from, name, null), http);
        if (session is null) { return null; }
        string secret = OpaqueId.New(), token = KeyText.NewRefreshToken(session, secret);
        var now = time.GetUtcNow();
        var family = new TokenFamily { UserId = account.UserId, Mark = AccessTokens.MarkOf(account), SecretHash = KeyText.HashOf(secret), EnteredAt = now, EndsAt = now + Longest };
        await AskAsync(() => Family(session).Begin(family, KeyText.HashOf(token)), http);
        return await AnswerAsync(family, session, token, http);
    }

    async Task<TokenAnswer> AnswerAsync(TokenFamily family, string session, string refresh, HttpContext http)
    {
        string token = await access.MakeAsync(family.UserId, session, family.Mark, family.EnteredAt, http.RequestAborted);
        return new(token, "Bearer", (int)AccessTokens.Life.TotalSeconds, refresh, session);
    }

    ITokenFamilyGrain Family(string id) => grains.GetGrain<ITokenFamilyGrain>(id);

    static Task<T> AskAsync<T>(Func<Task<T>> call, HttpContext http) => AccountStore.AskAsync(call, http.RequestAborted);

    static Task AskAsync(Func<Task> call, HttpContext http) => AccountStore.AskAsync(call, http.RequestAborted);
}
