using System.Net;
using System.Text;

namespace BloxOs.Silo.Outbound;

/// <summary>Sends web hooks through the guard: no redirects, no cookies, no proxy, 5 s, and 64 KB of the answer at most.</summary>
public sealed class OutboundHttp(OutboundGuard guard, TimeProvider time) : IDisposable
{
    /// <summary>How long a request may take in all.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of an answer that are read.</summary>
    public const int MaxReplyBytes = 64 * 1024;

    const int MaxHeaderKilobytes = 16, BytesPerKilobyte = 1024;

    readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = MaxReplyBytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectTimeout = OutboundGuard.ConnectTimeout,
        ConnectCallback = guard.ConnectAsync,
    });

    /// <summary>Sends it. A redirect comes back as the answer that it is.</summary>
    /// <exception cref="OutboundRefusedException">BloxOs does not send there, or the answer is too long.</exception>
    /// <exception cref="HttpRequestException">Nobody answered as HTTP.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="Timeout"/>.</exception>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (OutboundUrl.Check(request.RequestUri?.OriginalString, guard.Allow) is { } wrong) { throw new OutboundRefusedException(wrong); }
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var answer = await _client.SendAsync(request, both.Token);
            return (answer.StatusCode, await ReadAsync(answer.Content, both.Token));
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutboundRefusedException refused) { throw new OutboundRefusedException(refused.Message); }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.RequestUri!.Host} did not answer within {Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[MaxReplyBytes + 1];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length <= MaxReplyBytes ? Encoding.UTF8.GetString(bytes, 0, length) : throw new OutboundRefusedException($"The answer is longer than {MaxReplyBytes / BytesPerKilobyte} KB.");
    }
}
