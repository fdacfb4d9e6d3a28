using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>What control says over one connection, on a clock that only the test moves.</summary>
public sealed class ControlSessionTests : IAsyncLifetime
{
    readonly TempDirectory _folder = new();
    readonly ControlledRig _rig = new();
    readonly JumpingTime _time = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    readonly CancellationTokenSource _stop = new();
    readonly byte[] _buffer = new byte[ProtocolLimits.MessageBytes];
    CommandExecutor _executor = null!;
    Socket _near = null!, _far = null!;
    WebSocket _agent = null!, _server = null!;
    MessageWriter _writer = null!;
    Task _executing = null!, _speaking = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _near = new(SocketType.Stream, ProtocolType.Tcp);
        await _near.ConnectAsync(listener.LocalEndPoint!, Cancellation);
        _far = await listener.AcceptAsync(Cancellation);
        _agent = WebSocket.CreateFromStream(new NetworkStream(_near), new WebSocketCreationOptions());
        _server = WebSocket.CreateFromStream(new NetworkStream(_far), new WebSocketCreationOptions { IsServer = true });
        _writer = new(_agent);
        var store = new StateStore<CommandFile>(_folder.File("commands.json"), ControlJson.Default.CommandFile, CommandFile.IsWhole, _rig.Log);
        _executor = new([], new(store, new(_folder.File("commands.begun"), _rig.Log)), "boot", _rig.Log, _time);
        _executing = _executor.RunAsync(_stop.Token);
        _speaking = SpeakAsync();
    }

    async Task SpeakAsync()
    {
        using var session = new ControlSession(_rig.Supervisor, _executor, _time);
        try { await session.RunAsync(_writer, _stop.Token); }
        catch (OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _executing;
        await _speaking;
        _writer.Dispose();
        _agent.Dispose();
        _server.Dispose();
        _near.Dispose();
        _far.Dispose();
        _stop.Dispose();
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Logs and reports may fill what they may have; a person who ordered something does not wait for them.</summary>
    [Fact]
    public async Task States_of_commands_go_ahead_of_everything_that_has_to_wait()
    {
        Assert.IsType<Applied>(await ReadAsync());
        for (int i = 2; i <= ControlSession.OtherBurst; i++)
        {
            _rig.Supervisor.Recovering = $"step {i}";
            Assert.Equal($"step {i}", Assert.IsType<Applied>(await ReadAsync()).Recovering);
        }
        _rig.Supervisor.Recovering = "too much";
        // The clock rests: nothing of this has to wait.
        for (int i = 0; i < ControlSession.StateBurst; i++)
        {
            _executor.Receive(new() { Id = $"c{i}", Kind = "nobody knows it", ExpiresInMilliseconds = 60_000 });
            Assert.Equal($"c{i}", Assert.IsType<CommandState>(await ReadAsync()).Id);
        }
        Assert.Equal("too much", Assert.IsType<Applied>(await ReadAsTimePassesAsync()).Recovering);
    }

    [Fact]
    public async Task More_states_than_the_gateway_takes_wait_for_their_turn()
    {
        Assert.IsType<Applied>(await ReadAsync());
        const int All = ControlSession.StateBurst + 8;
        for (int i = 0; i < All; i++) { _executor.Receive(new() { Id = $"c{i}", Kind = "nobody knows it", ExpiresInMilliseconds = 60_000 }); }
        for (int i = 0; i < ControlSession.StateBurst; i++) { Assert.Equal($"c{i}", Assert.IsType<CommandState>(await ReadAsync()).Id); }
        var began = _time.GetUtcNow();
        for (int i = ControlSession.StateBurst; i < All; i++)
        {
            Assert.Equal($"c{i}", Assert.IsType<CommandState>(await ReadAsTimePassesAsync()).Id);
        }
        Assert.InRange(_time.GetUtcNow() - began, (All - ControlSession.StateBurst) * ControlSession.Gap, TimeSpan.MaxValue);
    }

    async Task<AgentMessage> ReadAsTimePassesAsync()
    {
        var next = ReadAsync();
        await Eventually.Async(() =>
        {
            if (!next.IsCompleted) { _time.Advance(TimeSpan.FromMilliseconds(10)); }
            return next.IsCompleted;
        }, what: "the next message", cancellation: Cancellation);
        return await next;
    }

    async Task<AgentMessage> ReadAsync()
    {
        int length = 0;
        while (true)
        {
            var part = await _server.ReceiveAsync(_buffer.AsMemory(length), Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            length += part.Count;
            if (part.EndOfMessage) { return ProtocolJson.ReadAgentMessage(_buffer.AsSpan(0, length))!; }
        }
    }
}
