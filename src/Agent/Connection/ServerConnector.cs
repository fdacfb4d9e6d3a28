using System.Globalization;
using System.Net.WebSockets;
using BloxOs.Agent.Configuration;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>Opens the WebSocket to the server.</summary>
internal sealed class ServerConnector : IDisposable
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    readonly AgentOptions _options;
    readonly TimeProvider _time;
    readonly HttpMessageInvoker _http;

    public ServerConnector(AgentOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _http = new(ServerHandler.Create(options.Server!, options.ServerPin));
    }

    /// <summary>An open socket, or why there is none.</summary>
    public async Task<(ClientWebSocket? Socket, SessionEnd? Failure)> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + _options.Token);
        socket.Options.AddSubProtocol(AgentEndpoint.Subprotocol);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        using var limit = new CancellationTokenSource(ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await socket.ConnectAsync(_options.Server!.Uri, _http, either.Token);
            if (socket.SubProtocol == AgentEndpoint.Subprotocol) { return (socket, null); }
            socket.Dispose();
            return (null, new(EndKind.Unreachable, "the server's answer is not that of a BloxOs server"));
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or OperationCanceledException or IOException)
        {
            var failure = cancellation.IsCancellationRequested ? new(EndKind.Stopped, "stopped") : Failure(socket, e);
            socket.Dispose();
            return (null, failure);
        }
    }

    SessionEnd Failure(ClientWebSocket socket, Exception exception)
    {
        int status = (int)socket.HttpStatusCode;
        if (status is 0 or 101) { return new(EndKind.Unreachable, FailureText.Of(exception)); }
        return new(EndKind.Refused, $"the server answered with HTTP status {status}")
        {
            HttpStatus = status,
            RetryAfterSeconds = RetryAfter(socket.HttpResponseHeaders),
        };
    }

    long? RetryAfter(IReadOnlyDictionary<string, IEnumerable<string>>? headers)
    {
        string? text = headers is not null && headers.TryGetValue("Retry-After", out var values) ? values.FirstOrDefault() : null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds)) { return seconds; }
        bool date = DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        return date ? (long)(at - _time.GetUtcNow()).TotalSeconds : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
