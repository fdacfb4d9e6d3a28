using System.Net;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Operations;

namespace BloxOs.Silo.Gateway;

/// <summary>Decides who may open an agent socket, before it is opened; then serves it.</summary>
internal sealed class AgentEndpointHandler(
    AgentGatewayServices services, FailureLimiter limiter, DescriptorLimit descriptors, ServerState server) : IDisposable
{
    /// <summary>Authentications in flight; the rest waits a little, so that a storm of reconnects is served in order instead of timing out.</summary>
    const int AttachesAtOnce = 64;

    static readonly TimeSpan AttachPatience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim _attaching = new(AttachesAtOnce, AttachesAtOnce);

    /// <summary>Handles a request to <see cref="AgentEndpoint.Path"/>.</summary>
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
        if (services.Connections.Count >= descriptors.MaxConnections(services.Options.MaxConnections))
        {
            Reject(context, StatusCodes.Status429TooManyRequests, TimeSpan.FromSeconds(30));
            return;
        }
        if (await AuthenticateAsync(context) is not { } token) { return; }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = AgentEndpoint.Subprotocol,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,   // agents send heartbeats; the sweep finds the silent ones
        });
        context.Request.Headers.Clear();   // they live as long as the connection does, the token among them
        using var connection = new AgentConnection(services, socket, token);
        await connection.RunAsync();
    }

    public void Dispose() => _attaching.Dispose();

    static int? Malformed(HttpContext context)
    {
        if (context.Request.QueryString.HasValue) { return StatusCodes.Status400BadRequest; }   // a token in a URL ends up in logs
        if (context.Request.Headers.Origin.Count > 0) { return StatusCodes.Status403Forbidden; }   // a browser
        if (HttpProtocol.IsHttp10(context.Request.Protocol)) { return StatusCodes.Status426UpgradeRequired; }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return context.Request.Headers.Upgrade.Count == 0 ? StatusCodes.Status426UpgradeRequired : StatusCodes.Status400BadRequest;
        }
        return context.WebSockets.WebSocketRequestedProtocols.Contains(AgentEndpoint.Subprotocol) ? null : StatusCodes.Status400BadRequest;
    }

    async Task<RigToken?> AuthenticateAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var token = RigToken.Parse(context.Request.Bearer());
        var wait = limiter.RetryAfter(address, token?.Hash);
        if (token is null)
        {
            Fail(context, address, null, wait);
            return null;
        }
        if (wait > TimeSpan.Zero)
        {
            Reject(context, StatusCodes.Status429TooManyRequests, wait);
            return null;
        }
        if (!await _attaching.WaitAsync(AttachPatience, context.RequestAborted))
        {
            Reject(context, StatusCodes.Status429TooManyRequests, TimeSpan.FromSeconds(5));
            return null;
        }
        try
        {
            if (await services.Grains.GetGrain<IRigGrain>(token.RigId).Authenticate(token.Hash, services.Silo.SiloAddress) == RigAuthentication.Accepted)
            {
                limiter.Succeeded(token.Hash);
                return token;
            }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            services.Logger.RigNotAuthenticated(failure);
            Reject(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(2));
            return null;
        }
        finally { _attaching.Release(); }
        limiter.Forget(token.Hash);
        Fail(context, address, token.Hash, wait);
        return null;
    }

    void Fail(HttpContext context, IPAddress address, byte[]? tokenHash, TimeSpan wait)
    {
        limiter.Failed(address, tokenHash);
        if (wait > TimeSpan.Zero) { Reject(context, StatusCodes.Status429TooManyRequests, wait); }
        else { Reject(context, StatusCodes.Status401Unauthorized); }
    }

    void Reject(HttpContext context, int status, TimeSpan retryAfter = default)
    {
        context.Reject(services.Metrics, status, retryAfter);
        if (status == StatusCodes.Status426UpgradeRequired) { context.Response.Headers.Upgrade = "websocket"; }
    }
}
