using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Agent.Miners;

/// <summary>Asks one question and takes one answer, which may be anything: every limit is here.</summary>
internal sealed class MinerApiClient : IDisposable
{
    /// <summary>Until a connection stands.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of an answer.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>After a record that may be the last.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);

    readonly TimeProvider _time;
    readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectTimeout,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
    });

    public MinerApiClient(TimeProvider time) => _time = time;

    /// <summary>The text of the answer; null when there is none, or none within the limits.</summary>
    /// <param name="where">Address of this machine.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellation">The end of the time for the whole answer.</param>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public Task<string?> AskAsync(IPEndPoint where, MinerApiRequest request, CancellationToken cancellation) =>
        request.Kind == MinerApiKind.Http ? AskHttpAsync(where, request, cancellation) : AskLineAsync(where, request, cancellation);

    async Task<string?> AskHttpAsync(IPEndPoint where, MinerApiRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{where}{request.Text}"));
        message.Headers.ConnectionClose = true;
        if (request.Authorization is { } authorization) { message.Headers.TryAddWithoutValidation("Authorization", authorization); }
        try
        {
            using var response = await _http.SendAsync(message, cancellation);
            // A redirect, a question for a password and an error are all the same: no answer.
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentLength > MaximumBytes) { return null; }
            using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return await ReadAsync((buffer, token) => stream.ReadAsync(buffer, token), null, cancellation);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException refused) { throw new SocketException((int)refused.SocketErrorCode); }
        catch (Exception e) when (e is HttpRequestException or IOException) { return null; }
    }

    async Task<string?> AskLineAsync(IPEndPoint where, MinerApiRequest request, CancellationToken cancellation)
    {
        using var socket = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using (var connecting = new CancellationTokenSource(ConnectTimeout, _time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(connecting.Token, cancellation))
        {
            await socket.ConnectAsync(where, either.Token);
        }
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(request.Text + "\n"), cancellation);
            return await ReadAsync((buffer, token) => socket.ReceiveAsync(buffer, token), new(), cancellation);
        }
        catch (SocketException) { return null; }
    }

    /// <summary>Reads to the end of the stream, or to that of the answer where it can be told. Null when it is too long.</summary>
    async Task<string?> ReadAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, ReplyEnd? end, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count = 0;
            while (end?.IsWhole is not true)
            {
                if (count > MaximumBytes) { return null; }
                if (count == buffer.Length) { buffer = Grow(buffer); }
                int got = await ReadSomeAsync(read, buffer.AsMemory(count), end, cancellation);
                if (got == 0) { break; }
                end?.Add(buffer.AsSpan(count, got));
                count += got;
            }
            return count > MaximumBytes ? null : Encoding.UTF8.GetString(buffer, 0, count);
        }
        finally { ArrayPool<byte>.Shared.Return(buffer); }
    }

    async Task<int> ReadSomeAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, Memory<byte> buffer, ReplyEnd? end, CancellationToken cancellation)
    {
        if (end?.MayBeWhole is not true) { return await read(buffer, cancellation); }
        using var silence = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try { return await read(buffer, either.Token); }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return 0; }
    }

    static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
