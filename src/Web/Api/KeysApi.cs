using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Web.Access;
using BloxOs.Web.Keys;

namespace BloxOs.Web.Api;

/// <summary><c>/keys</c>: the caller's own. A key reads its owner's list; keys are made and ended by people.</summary>
internal static class KeysApi
{
    const string OnlyPeople = "An API key cannot make or end keys: use an access token.";

    public static void Map(RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", List).Operation("keysList", "List your API keys", "The newest first. Secrets are never shown again.", new NeedsSignInAttribute())
            .Produces<ApiPage<KeyAnswer>>();
        keys.MapGet("/{keyId}", Get).Operation("keysGet", "Get one of your API keys", "Without its secret.", new NeedsSignInAttribute())
            .Produces<KeyAnswer>();
        keys.MapPost("", Make)
            .Operation("keysMake", "Make an API key", "Its secret is in the answer, this once. Needs an access token whose password was entered less than ten minutes ago.", new NeedsSignInAttribute(), fresh: true)
            .Repeatable().TakesBody().Produces<KeyMadeAnswer>(StatusCodes.Status201Created);
        keys.MapDelete("/{keyId}", Revoke).Operation("keysRevoke", "End one of your API keys", "Calls with it are refused from the next one on.", new NeedsSignInAttribute())
            .Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(HttpContext http, IGrainFactory grains, [AsParameters] PageQuery page)
    {
        var keys = await grains.GetGrain<IUserKeysGrain>(http.Granted().Caller.UserId).GetKeys();
        return ApiPage.TryCut(keys.Select(KeyAnswer.Of), "-createdAt", static k => k.CreatedAt.UtcTicks.ToString("D19", null), static k => k.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string keyId) =>
        await FindAsync(http, grains, keyId) is { } key ? TypedResults.Ok(KeyAnswer.Of(key)) : ApiProblem.NotFound();

    static async Task<IResult> Make(HttpContext http, KeyMaking making, KeyInput input)
    {
        var answer = await making.MakeAsync(http, new() { Name = input.Name, Scope = input.Scope, FarmIds = [.. input.FarmIds ?? []], ExpiresAt = input.ExpiresAt, Wallets = input.Wallets });
        return answer switch
        {
            { Made: { Key: { } key, Secret: { } secret } } => TypedResults.Created($"{ApiPath.Root}/keys/{key.KeyId}", new KeyMadeAnswer(KeyAnswer.Of(key), secret)),
            { Refusal: KeyRefusal.TooMany } => ApiProblem.Of(StatusCodes.Status409Conflict, answer.Words),
            { Refusal: KeyRefusal.BeyondOwn } => ApiProblem.Of(StatusCodes.Status403Forbidden, answer.Words),
            _ => ApiProblem.Invalid(answer.Words),
        };
    }

    static async Task<IResult> Revoke(HttpContext http, IGrainFactory grains, KeyMaking making, string keyId)
    {
        if (await FindAsync(http, grains, keyId) is not { } key) { return ApiProblem.NotFound(); }
        if (http.Granted().Caller.Kind == CallerKind.ApiKey) { return ApiProblem.Of(StatusCodes.Status403Forbidden, OnlyPeople); }
        await making.RevokeAsync(http, key);
        return TypedResults.NoContent();
    }

    /// <summary>Another person's key looks like one that does not exist.</summary>
    static async Task<KeyView?> FindAsync(HttpContext http, IGrainFactory grains, string keyId)
    {
        if (!OpaqueId.IsValid(keyId)) { return null; }
        var key = await grains.GetGrain<IApiKeyGrain>(keyId).Find();
        return key?.UserId == http.Granted().Caller.UserId ? key : null;
    }
}
