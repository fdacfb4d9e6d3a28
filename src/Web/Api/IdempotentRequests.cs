using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BloxOs.Data.Audit;
using BloxOs.Data.Idempotency;
using BloxOs.Web.Access;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Api;

/// <summary>The operation may be repeated under an Idempotency-Key.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is done once: the same again gets the same answer, also when both come at once. What was answered may hold a
/// secret that is shown once, so it is kept encrypted.
/// </summary>
internal sealed class IdempotentRequests(RequestDelegate next, IIdempotencyStore store, ISecretBox box, TimeProvider time)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says that an answer is one from before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>Longest key, characters.</summary>
    public const int MaxLength = 255;

    const string WrongKey = "An Idempotency-Key has 1 to 255 printable characters of ASCII.";
    const string OtherBody = "This Idempotency-Key was used for another request. Take a new one for a new request.";
    const string Unfinished = "The first request under this Idempotency-Key has not come to an end. Look whether it was done before you send it under another key.";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(100);

    public async Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentAttribute>() is null)
        {
            await next(context);
            return;
        }
        if (header is not [{ Length: >= 1 and <= MaxLength } text] || !text.All(static c => c is >= ' ' and <= '~'))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, WrongKey);
            return;
        }
        string key = KeyOf(context, text);
        byte[] fingerprint = await FingerprintAsync(context);
        var until = time.GetUtcNow() + s_patience;
        while (await store.TakeAsync(key, fingerprint, time.GetUtcNow()) is { } other)
        {
            if (!CryptographicOperations.FixedTimeEquals(other.Fingerprint, fingerprint))
            {
                await RefuseAsync(context, StatusCodes.Status409Conflict, OtherBody);
                return;
            }
            if (other.Answer is { } answer)
            {
                await ReplayAsync(context, answer);
                return;
            }
            if (time.GetUtcNow() > until)
            {
                await RefuseAsync(context, StatusCodes.Status409Conflict, Unfinished);
                return;
            }
            await Task.Delay(s_lookEvery, time, context.RequestAborted);
        }
        await DoAsync(context, key);
    }

    async Task DoAsync(HttpContext context, string key)
    {
        var body = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        try
        {
            await next(context);
        }
        catch (Exception failure) when (failure is BadHttpRequestException or AuditUnavailableException)
        {
            await store.ReleaseAsync(key);   // nothing was done
            throw;
        }
        finally
        {
            context.Response.Body = body;
        }
        if (context.Response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable) { await store.ReleaseAsync(key); }
        else { await store.FinishAsync(key, Close(context.Response, written.ToArray())); }
        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
    }

    string Close(HttpResponse response, byte[] body)
    {
        var answer = new KeptAnswer(response.StatusCode, response.ContentType, response.Headers.Location.ToString(), response.Headers.ETag.ToString(), body);
        return box.Protect(SecretKind.ApiAnswer, JsonSerializer.Serialize(answer));
    }

    async Task ReplayAsync(HttpContext context, string closed)
    {
        if (box.Unprotect(SecretKind.ApiAnswer, closed) is not { } text || JsonSerializer.Deserialize<KeptAnswer>(text) is not { } answer)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, Unfinished);   // the key ring is another one now
            return;
        }
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (answer.Status, answer.ContentType);
        if (answer.Location.Length > 0) { response.Headers.Location = answer.Location; }
        if (answer.Tag.Length > 0) { response.Headers.ETag = answer.Tag; }
        response.Headers[Replayed] = "true";
        if (answer.Body.Length > 0) { await response.Body.WriteAsync(answer.Body, context.RequestAborted); }
    }

    static Task RefuseAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        return ApiProblem.WriteAsync(context, words);
    }

    static async Task<byte[]> FingerprintAsync(HttpContext context)
    {
        context.Request.EnableBuffering(ApiLimits.MaxBodyBytes, ApiLimits.MaxBodyBytes + 1);
        byte[] hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        return hash;
    }

    /// <summary>Nobody meets the keys of another caller, or of another address.</summary>
    static string KeyOf(HttpContext context, string text)
    {
        var caller = context.Granted().Caller;
        string all = string.Join('\n', caller.KeyId ?? caller.UserId, context.Request.Path.Value, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    sealed record KeptAnswer(int Status, string? ContentType, string Location, string Tag, byte[] Body);
}
