using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using BloxOs.Agent.Commands;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>What systemd and <c>deploy/agent-power</c> are on a rig: a socket that takes one line and gives one.</summary>
internal sealed class FakeRootHelper : IAsyncDisposable
{
    readonly TempDirectory _folder = new();
    readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<string> _asked = [];
    readonly Func<string, string?> _answer;
    readonly Task _serving;

    /// <summary>Listens at once.</summary>
    /// <param name="answer">Bytes to answer to a word, as text; null: it hangs.</param>
    public FakeRootHelper(Func<string, string?>? answer = null)
    {
        _answer = answer ?? (_ => "ok\n");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public string Path => _folder.File("power.sock");

    public RootHelper Client => new(TimeProvider.System, Path);

    /// <summary>Words in their order.</summary>
    public string[] Asked => [.. _asked];

    async Task ServeAsync()
    {
        while (true)
        {
            using var connection = await _listener.AcceptAsync(_stop.Token);
            using var stream = new NetworkStream(connection);
            using var reader = new StreamReader(stream);
            string word = await reader.ReadLineAsync(_stop.Token) ?? "";
            _asked.Enqueue(word);
            if (_answer(word) is not { } answer) { await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token); continue; }
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        try { await _serving; }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        _stop.Dispose();
        _folder.Dispose();
    }
}
