using System.Net;
using System.Security.Cryptography;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Protocol;

namespace BloxOs.Agent.Updates;

/// <summary>Fetches files from the rig's own server, over the same trust as the connection: pin or TLS, no redirects, no proxy. The token is not sent.</summary>
/// <param name="options">Server and pin.</param>
/// <param name="time">Clock of limits and pauses.</param>
internal sealed class UpdateSource(AgentOptions options, TimeProvider time) : IDisposable
{
    const int Tries = 5;
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(10);

    readonly HttpMessageInvoker _http = new(ServerHandler.Create(options.Server!, options.ServerPin));

    /// <summary>A short file, whole.</summary>
    /// <exception cref="IOException">It cannot be fetched, or is longer; the message is for people.</exception>
    public async Task<byte[]> ReadAsync(string name, int maximum, CancellationToken cancellation)
    {
        byte[] buffer = new byte[maximum + 1];
        int length = 0;
        await FetchAsync(name, AnswerTimeout, async (body, limit) => length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit), cancellation);
        return length <= maximum ? buffer[..length] : throw new IOException($"{name} is longer than {maximum} bytes");
    }

    /// <summary>A long file, into another one. Not more than the wanted size is taken, so what comes is that long or shorter.</summary>
    /// <returns>Bytes taken (one more than wanted when there was more), and SHA-256 of them.</returns>
    /// <exception cref="IOException">It cannot be fetched or stored; the message is for people.</exception>
    public async Task<(long Length, byte[] Hash)> ReadAsync(string name, long size, Stream into, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long total = 0;
        await FetchAsync(name, FileTimeout, async (body, limit) =>
        {
            byte[] part = new byte[64 * 1024];
            while (total <= size && await body.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, size + 1 - total)), limit) is > 0 and var read)
            {
                hash.AppendData(part, 0, read);
                await into.WriteAsync(part.AsMemory(0, read), limit);
                total += read;
            }
        }, cancellation);
        return (total, hash.GetHashAndReset());
    }

    async Task FetchAsync(string name, TimeSpan timeout, Func<Stream, CancellationToken, Task> take, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var answer = await AskAsync(name, either.Token);
            if (answer.StatusCode != HttpStatusCode.OK) { throw new IOException($"the server answered the request for {name} with HTTP status {(int)answer.StatusCode}"); }
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
            await take(body, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException($"{name} cannot be fetched: {FailureText.Of(e)}", e);
        }
    }

    async Task<HttpResponseMessage> AskAsync(string name, CancellationToken cancellation)
    {
        var server = options.Server!;
        var uri = new UriBuilder(server.Plain ? "http" : "https", server.Uri.Host, server.Uri.Port, AgentEndpoint.DownloadPath + name).Uri;
        for (int failures = 1; ; failures++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var answer = await _http.SendAsync(request, cancellation);
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || failures == Tries) { return answer; }
            double seconds = Math.Clamp(answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 5, 1, 60);
            answer.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(seconds * (1 + Random.Shared.NextDouble())), time, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
