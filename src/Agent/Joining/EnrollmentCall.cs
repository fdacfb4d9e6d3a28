using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Protocol;

namespace BloxOs.Agent.Joining;

/// <summary>Asks the server for a token.</summary>
/// <param name="options">Server, its pin and the code.</param>
/// <param name="time">Clock of the time limit.</param>
internal sealed class EnrollmentCall(AgentOptions options, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    readonly HttpMessageInvoker _http = new(ServerHandler.Create(options.Server!, options.ServerPin));

    /// <summary>The answer, or why there is none.</summary>
    public async Task<(EnrollAnswer? Answer, SessionEnd? Failure)> AskAsync(string key, string hostName, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = Request(key, hostName);
            using var answer = await _http.SendAsync(request, either.Token);
            if (answer.StatusCode != HttpStatusCode.OK) { return (null, Refused(answer)); }
            return await ReadAsync(answer, either.Token) is { Token.Length: > 0 } read
                ? (read, null)
                : (null, new(EndKind.Misbehaved, "the server's answer is not that of a BloxOs server"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return (null, cancellation.IsCancellationRequested ? new(EndKind.Stopped, "stopped") : new(EndKind.Unreachable, FailureText.Of(e)));
        }
    }

    HttpRequestMessage Request(string key, string hostName)
    {
        var server = options.Server!;
        var uri = new UriBuilder(server.Plain ? "http" : "https", server.Uri.Host, server.Uri.Port, AgentEndpoint.EnrollPath).Uri;
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new EnrollRequest { Key = key, HostName = hostName }, ProtocolJson.Default.EnrollRequest));
        body.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Join!.Code);
        return request;
    }

    SessionEnd Refused(HttpResponseMessage answer) => new(EndKind.Refused, $"the server answered with HTTP status {(int)answer.StatusCode}")
    {
        HttpStatus = (int)answer.StatusCode,
        RetryAfterSeconds = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => (long)delta.TotalSeconds,
            { Date: { } date } => (long)(date - time.GetUtcNow()).TotalSeconds,
            _ => null,
        },
    };

    static async Task<EnrollAnswer?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        byte[] buffer = new byte[ProtocolLimits.EnrollBytes];
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        try { return JsonSerializer.Deserialize(buffer.AsSpan(0, length), ProtocolJson.Default.EnrollAnswer); }
        catch (JsonException) { return null; }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
