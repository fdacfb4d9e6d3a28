using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace BloxOs.RigSim.Wire;

/// <summary>A client WebSocket over a bare socket: a few hundred bytes of its own, no timer, no pool.</summary>
/// <remarks>Any thread may send or abort; one at a time receives.</remarks>
internal sealed class RigSocket : IDisposable
{
    const int MostPendingBytes = 4 * 1024 * 1024;

    readonly Socket socket;
    readonly MessageReader reader;
    readonly uint mask = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    readonly Lock gate = new();
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Queue<byte[]>? pending;
    int pendingBytes;
    bool sending;
    bool dead;

    RigSocket(Socket socket, MessageReader reader) => (this.socket, this.reader) = (socket, reader);

    /// <summary>Connects and upgrades.</summary>
    /// <exception cref="SocketException">No connection.</exception>
    /// <exception cref="IOException">No WebSocket: <see cref="UpgradeRefusedException"/>, <see cref="WireException"/>.</exception>
    public static async Task<RigSocket> ConnectAsync(TargetAddress target, IPAddress? source, string token, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null) { socket.Bind(new IPEndPoint(source, 0)); }
            await socket.ConnectAsync(target.EndPoint, cancellationToken);
            var reader = new MessageReader();
            await Upgrade.RunAsync(socket, target, token, reader, cancellationToken);
            return new(socket, reader);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one frame, or queues it behind one that is under way; false when the connection is gone.</summary>
    public bool Send(byte opcode, ReadOnlySpan<byte> payload)
    {
        byte[] frame = ClientFrame.Build(opcode, payload, mask);
        lock (gate)
        {
            if (dead) { return false; }
            if (sending)
            {
                pendingBytes += frame.Length;
                if (pendingBytes > MostPendingBytes) { Abort(); return false; }
                (pending ??= new()).Enqueue(frame);
                return true;
            }
            sending = true;
        }
        _ = SendFramesAsync(frame);
        return true;
    }

    /// <summary>Gives the next message to <paramref name="handle"/>, which answers whether to go on.</summary>
    /// <returns>False when the server ended the connection without a close frame.</returns>
    public async Task<bool> ReceiveAsync(MessageHandler handle)
    {
        while (true)
        {
            while (reader.TryRead(out byte opcode, out var payload))
            {
                if (!handle(opcode, payload)) { return true; }
            }
            int received = await socket.ReceiveAsync(reader.Space(), SocketFlags.None);
            if (received == 0) { return false; }
            reader.Received(received);
        }
    }

    /// <summary>Ends the connection at once, without a close frame.</summary>
    public void Abort()
    {
        lock (gate) { dead = true; }
        socket.Dispose();
        ended.TrySetResult();
    }

    /// <summary>Completes when this side has ended the connection; for a half-open one, which nobody reads.</summary>
    public Task Ended => ended.Task;

    /// <inheritdoc/>
    public void Dispose() => Abort();

    async Task SendFramesAsync(byte[]? frame)
    {
        try
        {
            while (frame is not null)
            {
                for (int sent = 0; sent < frame.Length;) { sent += await socket.SendAsync(frame.AsMemory(sent), SocketFlags.None); }
                frame = NextFrame();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Abort();
        }
    }

    byte[]? NextFrame()
    {
        lock (gate)
        {
            if (pending is null || !pending.TryDequeue(out byte[]? next))
            {
                sending = false;
                return null;
            }
            pendingBytes -= next.Length;
            return next;
        }
    }
}

/// <summary>Takes one message; false to stop receiving.</summary>
internal delegate bool MessageHandler(byte opcode, ReadOnlySpan<byte> payload);
