using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Identity;
using BloxOs.Protocol;
using BloxOs.Silo.Operations;

namespace BloxOs.Silo.Gateway;

/// <summary>Lets rigs join with an enrollment code: <see cref="AgentEndpoint.EnrollPath"/>.</summary>
internal sealed class EnrollmentHandler(AgentGatewayServices services, FailureLimiter limiter, ServerState server)
{
    /// <summary>Handles a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (Malformed(context) is { } status)
        {
            Reject(context, status);
            return;
        }
        if (server.IsStopping)
        {
            Reject(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(5));
            return;
        }
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var code = FarmSecret.Parse(FarmSecret.Enrollment, context.Request.Bearer());
        if (limiter.RetryAfter(address, code?.Hash) is { Ticks: > 0 } wait) { Reject(context, StatusCodes.Status429TooManyRequests, wait); }
        else if (code is null) { Fail(context, address, null); }
        else if (await ReadAsync(context) is not { } request) { Reject(context, StatusCodes.Status400BadRequest); }
        else { await EnrollAsync(context, address, code, request); }
    }

    async Task EnrollAsync(HttpContext context, IPAddress address, FarmSecret code, EnrollRequest request)
    {
        try
        {
            byte[] key = SHA256.HashData(Encoding.ASCII.GetBytes(request.Key!));
            string? hostName = request.HostName is { } name ? SafeText.Of(name) : null;
            if (await services.Grains.GetGrain<IFarmEnrollment>(code.FarmId).Enroll(code.Hash, key, hostName) is { } rig) { await AnswerAsync(context, rig); }
            else { Fail(context, address, code.Hash); }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            services.Logger.RigNotAuthenticated(failure);
            Reject(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(2));
        }
    }

    static Task AnswerAsync(HttpContext context, RigEnrolled rig)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        var answer = new EnrollAnswer { RigId = rig.RigId, RigName = rig.Name, Token = rig.Token };
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, ProtocolJson.Default.EnrollAnswer), context.RequestAborted).AsTask();
    }

    static int? Malformed(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) { return StatusCodes.Status405MethodNotAllowed; }
        if (context.Request.QueryString.HasValue) { return StatusCodes.Status400BadRequest; }   // a code in a URL ends up in logs
        if (context.Request.Headers.Origin.Count > 0) { return StatusCodes.Status403Forbidden; }   // a browser
        return context.Request.ContentLength > ProtocolLimits.EnrollBytes ? StatusCodes.Status413PayloadTooLarge : null;
    }

    /// <summary>The request; null when it is none, is too long or has no proper key.</summary>
    static async Task<EnrollRequest?> ReadAsync(HttpContext context)
    {
        byte[] buffer = new byte[ProtocolLimits.EnrollBytes + 1];
        int length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == buffer.Length) { return null; }
        try { return JsonSerializer.Deserialize(buffer.AsSpan(0, length), ProtocolJson.Default.EnrollRequest) is { } request && OpaqueId.IsValid(request.Key) ? request : null; }
        catch (JsonException) { return null; }
    }

    void Fail(HttpContext context, IPAddress address, byte[]? hash)
    {
        limiter.Failed(address, hash);
        Reject(context, StatusCodes.Status401Unauthorized);
    }

    void Reject(HttpContext context, int status, TimeSpan retryAfter = default)
    {
        context.Reject(services.Metrics, status, retryAfter);
        if (status == StatusCodes.Status405MethodNotAllowed) { context.Response.Headers.Allow = "POST"; }
    }
}
