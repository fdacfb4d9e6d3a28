using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>A WebSocket with one sender at a time, acknowledgements that overtake each other instead of queueing, and bounded messages.</summary>
internal sealed class AgentSocket(WebSocket socket, TimeProvider time) : IDisposable
{
    /// <summary>A peer that does not take a frame for this long is gone.</summary>
    static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to answer a close frame.</summary>
    static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(3);

    const int FirstBuffer = 4096;
    const long MostDiscarded = 16 * 1024 * 1024;

    readonly SemaphoreSlim _gate = new(1, 1);
    readonly byte[] _ack = new byte[AckFrame.MaxLength];
    long _stored = -1, _heartbeat = -1, _sendingSince, _closingSince;
    int _ackPending;

    /// <summary>The code with which this side closed; 0 while it has not.</summary>
    public int ClosedWith { get; private set; }

    /// <summary>The code with which the other side closed; null while it has not.</summary>
    public int? PeerClosedWith => (int?)socket.CloseStatus;

    /// <summary>Acknowledges everything up to this sequence, and a heartbeat if one came since.</summary>
    public void AckStored(long sequence)
    {
        for (long seen = Volatile.Read(ref _stored); seen < sequence;)   // a lower one never overwrites what waits to be told
        {
            long before = Interlocked.CompareExchange(ref _stored, sequence, seen);
            if (before == seen) { break; }
            seen = before;
        }
        RequestAck();
    }

    /// <summary>Acknowledges a heartbeat.</summary>
    public void AckHeartbeat(long number)
    {
        Volatile.Write(ref _heartbeat, number);
        RequestAck();
    }

    /// <summary>Sends a message of ours.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8)
    {
        await _gate.WaitAsync();
        try { await SendLockedAsync(utf8); }
        finally { _gate.Release(); }
        if (Volatile.Read(ref _ackPending) == 1) { RequestAck(); }
    }

    /// <summary>Receives one message into a rented buffer; the length is −1 when the peer closed. The caller returns the buffer.</summary>
    /// <exception cref="MessageFault">Binary, or longer than <see cref="ProtocolLimits.MessageBytes"/>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]   // one per message otherwise, most of them old when they die
    public async ValueTask<(byte[] Buffer, int Length)> ReceiveAsync()
    {
        var nothing = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);   // holds no buffer while nothing comes
        if (nothing.MessageType == WebSocketMessageType.Close) { return ([], -1); }   // told once only
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        int length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length) { buffer = Grow(buffer, length); }
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) { return (buffer, -1); }
                if (part.MessageType == WebSocketMessageType.Binary) { throw new MessageFault(CloseCodes.WrongType, "binary messages are not spoken here"); }
                length += part.Count;
                if (length > ProtocolLimits.MessageBytes) { throw new MessageFault(CloseCodes.TooBig, $"a message has at most {ProtocolLimits.MessageBytes} bytes"); }
                if (part.EndOfMessage) { return (buffer, length); }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Says goodbye with this code; the receive loop ends when the peer answers or is cut off. Only the first call counts.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _closingSince, Math.Max(1, time.GetTimestamp()), 0) != 0) { return; }
        ClosedWith = code;
        try
        {
            if (!await _gate.WaitAsync(ClosePatience))
            {
                socket.Abort();
                return;
            }
            try { await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None); }
            finally { _gate.Release(); }
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    /// <summary>Reads and drops what still comes until the peer closes too: unread bytes would reset the connection and lose our close frame.</summary>
    public async Task DiscardAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (long left = MostDiscarded; left > 0;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) { return; }
                left -= Math.Max(1, part.Count);
            }
            socket.Abort();
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally { ArrayPool<byte>.Shared.Return(buffer); }
    }

    /// <summary>Cuts the peer off when it takes too long to take a frame or to answer a close.</summary>
    public void Sweep()
    {
        long sending = Volatile.Read(ref _sendingSince), closing = Volatile.Read(ref _closingSince);
        if ((sending != 0 && time.GetElapsedTime(sending) > SendPatience) || (closing != 0 && time.GetElapsedTime(closing) > ClosePatience)) { socket.Abort(); }
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => socket.Abort();

    public void Dispose()
    {
        socket.Dispose();
        _gate.Dispose();
    }

    static byte[] Grow(byte[] buffer, int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 4, ProtocolLimits.MessageBytes + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    void RequestAck()
    {
        Volatile.Write(ref _ackPending, 1);
        if (_gate.Wait(0)) { _ = FlushAcksAsync(); }
    }

    /// <summary>Runs with the gate held; whoever asks meanwhile finds it closed and is served by the next round.</summary>
    async Task FlushAcksAsync()
    {
        do
        {
            try
            {
                while (Interlocked.Exchange(ref _ackPending, 0) == 1)
                {
                    int length = AckFrame.Write(_ack, Interlocked.Exchange(ref _stored, -1), Interlocked.Exchange(ref _heartbeat, -1));
                    if (length > 0) { await SendLockedAsync(_ack.AsMemory(0, length)); }
                }
            }
            catch (Exception failure) when (failure is WebSocketException or IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
            {
                return;   // the receive loop notices the same and ends the connection
            }
            finally { ReleaseGate(); }
        }
        while (Volatile.Read(ref _ackPending) == 1 && _gate.Wait(0));
    }

    void ReleaseGate()
    {
        try { _gate.Release(); }
        catch (ObjectDisposedException) { }   // the connection ended while its last frame was on the way
    }

    async ValueTask SendLockedAsync(ReadOnlyMemory<byte> utf8)
    {
        Volatile.Write(ref _sendingSince, Math.Max(1, time.GetTimestamp()));
        await socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Volatile.Write(ref _sendingSince, 0);
    }
}
