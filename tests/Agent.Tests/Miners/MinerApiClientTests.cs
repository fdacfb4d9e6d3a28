using System.Net;
using System.Net.Sockets;
using System.Text;
using BloxOs.Agent.Miners;
using BloxOs.Catalog.Miners;

namespace BloxOs.Agent.Tests.Miners;

/// <summary>Answers over real sockets, whatever they are.</summary>
[Trait("bad-input", "123")]
public sealed class MinerApiClientTests : IDisposable
{
    readonly MinerApiClient _client = new(TimeProvider.System);
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    int _visits;

    static CancellationToken Test => TestContext.Current.CancellationToken;

    /// <summary>Serves one visit after another; each gets the request's first lines and the stream.</summary>
    IPEndPoint Serve(Func<NetworkStream, Task> answer)
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var visitor = await _listener.AcceptTcpClientAsync(Test);
                Interlocked.Increment(ref _visits);
                try
                {
                    await visitor.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: Test);
                    await answer(visitor.GetStream());
                }
                catch (IOException) { }
            }
        }, Test);
        return (IPEndPoint)_listener.LocalEndpoint;
    }

    IPEndPoint Serve(string answer) => Serve(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), Test).AsTask());

    Task<string?> HttpAsync(IPEndPoint where, CancellationToken? limit = null) => _client.AskAsync(where, new(MinerApiKind.Http, "/summary"), limit ?? Test);

    Task<string?> LineAsync(IPEndPoint where, CancellationToken? limit = null) => _client.AskAsync(where, new(MinerApiKind.Tcp, "summary"), limit ?? Test);

    [Fact]
    public async Task An_answer_is_taken() =>
        Assert.Equal("{}", await HttpAsync(Serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")));

    [Fact]
    public async Task A_chunked_answer_is_taken() =>
        Assert.Equal("{}", await HttpAsync(Serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")));

    [Fact]
    public async Task An_answer_that_ends_with_the_connection_is_taken() =>
        Assert.Equal("{\"a\":1}", await HttpAsync(Serve("HTTP/1.0 200 OK\r\n\r\n{\"a\":1}")));

    [Fact]
    public async Task The_request_asks_to_close_and_carries_the_token()
    {
        var got = new TaskCompletionSource<string>();
        _listener.Start();
        var where = (IPEndPoint)_listener.LocalEndpoint;
        var serving = Task.Run(async () =>
        {
            using var visitor = await _listener.AcceptTcpClientAsync(Test);
            byte[] buffer = new byte[4096];
            int count = await visitor.GetStream().ReadAtLeastAsync(buffer, 40, cancellationToken: Test);
            got.SetResult(Encoding.ASCII.GetString(buffer, 0, count));
            await visitor.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), Test);
        }, Test);
        Assert.Equal("{}", await _client.AskAsync(where, new(MinerApiKind.Http, "/2/summary") { Authorization = "Bearer t0ken" }, Test));
        await serving;
        string request = await got.Task;
        Assert.StartsWith("GET /2/summary HTTP/1.1\r\n", request);
        Assert.Contains("Connection: close", request);
        Assert.Contains("Authorization: Bearer t0ken", request);
        Assert.DoesNotContain("Cookie", request);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/elsewhere\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{}")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("\0\0\0\0")]
    public async Task What_is_no_plain_answer_is_none_and_nothing_follows_from_it(string answer)
    {
        var where = Serve(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(answer.Replace("{port}", $"{((IPEndPoint)_listener.LocalEndpoint).Port}", StringComparison.Ordinal)), Test).AsTask());
        Assert.Null(await HttpAsync(where));
        Assert.Equal(1, _visits);
    }

    [Fact]
    public async Task Headers_without_end_are_cut() =>
        Assert.Null(await HttpAsync(Serve(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), Test);
            byte[] header = Encoding.ASCII.GetBytes($"X: {new string('x', 1000)}\r\n");
            for (int i = 0; i < 1000; i++) { await stream.WriteAsync(header, Test); }
        })));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_without_end_is_cut(bool http)
    {
        var where = Serve(async stream =>
        {
            if (http) { await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n["u8.ToArray(), Test); }
            byte[] piece = new byte[64 * 1024];
            piece.AsSpan().Fill((byte)'1');
            for (int i = 0; i < 1000; i++) { await stream.WriteAsync(piece, Test); }
        });
        Assert.Null(http ? await HttpAsync(where) : await LineAsync(where));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_in_drops_ends_with_the_time(bool http)
    {
        var where = Serve(async stream =>
        {
            if (http) { await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), Test); }
            while (true)
            {
                await stream.WriteAsync("{"u8.ToArray(), Test);
                await Task.Delay(20, Test);
            }
        });
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http ? HttpAsync(where, limit.Token) : LineAsync(where, limit.Token));
    }

    [Fact]
    public async Task Nobody_there()
    {
        var nowhere = new IPEndPoint(IPAddress.Loopback, BloxOs.TestServers.FreePort.Next());
        await Assert.ThrowsAsync<SocketException>(() => LineAsync(nowhere));
        await Assert.ThrowsAsync<SocketException>(() => HttpAsync(nowhere));
    }

    public static TheoryData<string, string> Kept { get; } = new()
    {
        { "{\"id\":0,\"result\":[\"1 - ETH\",\"}\\\"{\"]}\n", "{\"id\":0,\"result\":[\"1 - ETH\",\"}\\\"{\"]}\n" },
        { "{\"id\":0,\n\"result\":[]\n}", "{\"id\":0,\n\"result\":[]\n}" },
        { "\n\n[{\"a\":1}]", "\n\n[{\"a\":1}]" },
        { "NAME=x;KHS=1|\n", "NAME=x;KHS=1|\n" },
        { "GPU=0;KHS=1|GPU=1;KHS=2|", "GPU=0;KHS=1|GPU=1;KHS=2|" },
        { "KHS=1;\0", "KHS=1;\0" },
    };

    /// <summary>The peer keeps the connection open: the answer itself says where it ends.</summary>
    [Theory, MemberData(nameof(Kept))]
    public async Task The_end_of_a_line_is_found_without_a_close(string answer, string expected)
    {
        var where = Serve(async stream =>
        {
            // Byte by byte, as bad as a network can be.
            foreach (byte b in Encoding.UTF8.GetBytes(answer)) { await stream.WriteAsync(new[] { b }, Test); }
            await Task.Delay(Timeout.Infinite, Test);
        });
        // Whether the end of the line came with the last bracket is the network's affair.
        Assert.Equal(expected.TrimEnd('\n'), (await LineAsync(where))?.TrimEnd('\n'));
    }

    [Fact]
    public async Task A_broken_list_of_an_ASIC_ends_with_the_connection() =>
        Assert.Equal("{\"STATS\":[{\"a\":1}{\"b\":2}]}\0", await LineAsync(Serve("{\"STATS\":[{\"a\":1}{\"b\":2}]}\0")));

    public void Dispose()
    {
        _listener.Dispose();
        _client.Dispose();
    }
}
