using System.Net.WebSockets;
using BloxOs.Silo.Gateway;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Bad-inputs 49: a peer that never reads costs one frame, and is cut off.</summary>
public sealed class AgentSocketTests
{
    [Fact]
    public async Task Acks_for_a_peer_that_never_reads_do_not_queue_and_it_is_cut_off()
    {
        var time = new FakeTimeProvider();
        using var stream = new StuckStream();
        using var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        using var socket = new AgentSocket(webSocket, time);
        socket.AckHeartbeat(1);
        for (int i = 2; i < 1_000; i++) { Ack(i); }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1_000; i < 100_000; i++) { Ack(i); }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1, stream.Writes);

        time.Advance(TimeSpan.FromSeconds(9));
        socket.Sweep();
        Assert.Equal(WebSocketState.Open, webSocket.State);
        time.Advance(TimeSpan.FromSeconds(2));
        socket.Sweep();
        Assert.Equal(WebSocketState.Aborted, webSocket.State);
        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        void Ack(int number)
        {
            socket.AckHeartbeat(number);
            socket.AckStored(number);
        }
    }

    [Fact]
    public async Task What_waited_is_told_at_once_and_only_the_newest()
    {
        using var stream = new StuckStream();
        using var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        using var socket = new AgentSocket(webSocket, TimeProvider.System);
        for (int i = 1; i <= 100; i++) { socket.AckHeartbeat(i); }
        socket.AckStored(7);
        socket.AckStored(5);
        stream.GoOn();
        await TestServers.Eventually.Async(() => stream.Writes == 2, TimeSpan.FromSeconds(60), "the second frame", TestContext.Current.CancellationToken);
        Assert.Equal("""{"type":"ack","heartbeat":1}""", stream.Text(0));
        Assert.Equal("""{"type":"ack","stored":7,"heartbeat":100}""", stream.Text(1));
    }

    /// <summary>Nothing comes, and writes end only when told to.</summary>
    sealed class StuckStream : Stream
    {
        readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly List<byte[]> _written = [];

        public int Writes
        {
            get { lock (_written) { return _written.Count; } }
        }

        public Task Ended => _ended.Task;

        /// <summary>A short frame without its two bytes of header.</summary>
        public string Text(int frame) => System.Text.Encoding.UTF8.GetString(_written[frame].AsSpan(2));

        public void GoOn() => _goOn.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lock (_written) { _written.Add(buffer.ToArray()); }
            await _goOn.Task.WaitAsync(cancellationToken);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _ended.Task.WaitAsync(cancellationToken);
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _ended.TrySetResult();
            _goOn.TrySetException(new IOException("cut off"));
            base.Dispose(disposing);
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
