using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Protocol;

namespace BloxOs.Agent.Updates;

/// <summary>
/// Fetches files from the rig's own server, over the same trust as the connection: pin or TLS, no redirects, no proxy. The token is not sent. Whole farms update at once, so a
/// busy server is asked again for minutes, and a broken connection a few times, always with chance in the pauses.
/// </summary>
/// <param name="options">Server and pin.</param>
/// <param name="time">Clock of limits and pauses.</param>
/// <param name="chance">Random numbers, 0 to 1.</param>
internal sealed class UpdateSource(AgentOptions options, TimeProvider time, Func<double> chance) : IDisposable
{
    /// <summary>Tries of one file when the connection breaks or does not come about.</summary>
    internal const int Tries = 6;

    /// <summary>A server that is busy all this time is given up: the command has ten minutes.</summary>
    internal static readonly TimeSpan BusyPatience = TimeSpan.FromMinutes(8);

    const double LongestPauseSeconds = 60;
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(5);

    readonly HttpMessageInvoker _http = new(ServerHandler.Create(options.Server!, options.ServerPin));

    /// <summary>A short file, whole.</summary>
    /// <exception cref="IOException">It cannot be fetched, or is longer; the message is for people.</exception>
    public async Task<byte[]> ReadAsync(string name, int maximum, CancellationToken cancellation)
    {
        byte[] buffer = new byte[maximum + 1];
        int length = 0;
        await FetchAsync(name, AnswerTimeout, async (body, limit) =>
        {
            length = 0;
            while (length < buffer.Length && await ReadAsync(body, buffer.AsMemory(length), limit) is > 0 and var read) { length += read; }
        }, cancellation);
        return length <= maximum ? buffer[..length] : throw new IOException($"{name} is longer than {maximum} bytes");
    }

    /// <summary>A long file, into another one. Not more than the wanted size is taken, so what comes is that long or shorter.</summary>
    /// <returns>Bytes taken (one more than wanted when there was more), and SHA-256 of them.</returns>
    /// <exception cref="IOException">It cannot be fetched or stored; the message is for people.</exception>
    public async Task<(long Length, byte[] Hash)> ReadAsync(string name, long size, Stream into, CancellationToken cancellation)
    {
        long total = 0;
        byte[] hashed = [], part = new byte[64 * 1024];
        await FetchAsync(name, FileTimeout, async (body, limit) =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            total = 0;
            into.SetLength(0);
            while (total <= size && await ReadAsync(body, part.AsMemory(0, (int)Math.Min(part.Length, size + 1 - total)), limit) is > 0 and var read)
            {
                hash.AppendData(part, 0, read);
                await into.WriteAsync(part.AsMemory(0, read), limit);
                total += read;
            }
            hashed = hash.GetHashAndReset();
        }, cancellation);
        return (total, hashed);
    }

    /// <summary>Whether the server is there and not too busy, however it answers.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, Address(UpdateManifest.FileName));
            using var answer = await _http.SendAsync(request, either.Token);
            return !IsBusy(answer.StatusCode) && !IsBroken(answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    async Task FetchAsync(string name, TimeSpan timeout, Func<Stream, CancellationToken, Task> take, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        int broken = 0;
        for (int tries = 1; ; tries++)
        {
            double pause;
            try
            {
                if (await TryAsync(name, timeout, take, cancellation) is not { } busy) { return; }
                pause = busy + Jitter(tries);
                if (time.GetElapsedTime(began) + TimeSpan.FromSeconds(pause) > BusyPatience) { throw new IOException($"{name} cannot be fetched: the server is busy"); }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (++broken >= Tries || IsForGood(e)) { throw new IOException($"{name} cannot be fetched: {Words(e)}", e); }
                pause = Jitter(broken);
            }
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0.1, pause)), time, cancellation);
        }
    }

    /// <summary>One try. Null when it succeeded; seconds to wait when the server is too busy.</summary>
    async Task<double?> TryAsync(string name, TimeSpan timeout, Func<Stream, CancellationToken, Task> take, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(name));
        using var answer = await _http.SendAsync(request, either.Token);
        if (IsBusy(answer.StatusCode)) { return Math.Clamp(answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 5, 1, LongestPauseSeconds); }
        if (IsBroken(answer.StatusCode)) { throw new HttpRequestException("a proxy answers", null, answer.StatusCode); }
        if (answer.StatusCode != HttpStatusCode.OK) { throw new IOException($"the server answered the request for {name} with HTTP status {(int)answer.StatusCode}"); }
        await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
        await take(body, either.Token);
        return null;
    }

    /// <summary>Tells a connection that broke, which is tried again, from a disk that is full, which is not.</summary>
    static async ValueTask<int> ReadAsync(Stream body, Memory<byte> into, CancellationToken cancellation)
    {
        try { return await body.ReadAsync(into, cancellation); }
        catch (IOException e) { throw new HttpRequestException("the connection broke", e); }
    }

    /// <summary>Full jitter: anywhere between nothing and 2, 4, 8 … 60 s.</summary>
    double Jitter(int tries) => Math.Min(LongestPauseSeconds, Math.Pow(2, Math.Min(tries, 16))) * chance();

    static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>What a proxy says while the server behind it is away.</summary>
    static bool IsBroken(HttpStatusCode status) => status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;

    static bool IsForGood(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException or RefusedLocallyException) { return true; }
        }
        return false;
    }

    static string Words(Exception e) => e is HttpRequestException { StatusCode: { } status } ? $"HTTP status {(int)status}" : FailureText.Of(e);

    Uri Address(string name)
    {
        var server = options.Server!;
        return new UriBuilder(server.Plain ? "http" : "https", server.Uri.Host, server.Uri.Port, AgentEndpoint.DownloadPath + name).Uri;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
