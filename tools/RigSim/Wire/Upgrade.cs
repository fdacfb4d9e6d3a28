using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BloxOs.Protocol;

namespace BloxOs.RigSim.Wire;

/// <summary>The HTTP request that turns a connection into a WebSocket, and its answer.</summary>
internal static class Upgrade
{
    const int LongestAnswer = 8 * 1024;

    /// <summary>Asks for the upgrade; what the server sends right behind its answer goes into the reader.</summary>
    /// <exception cref="UpgradeRefusedException">Another status than 101.</exception>
    /// <exception cref="WireException">Not an answer to this request.</exception>
    public static async Task RunAsync(Socket socket, TargetAddress target, string token, MessageReader reader, CancellationToken cancellationToken)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        byte[] request = Encoding.ASCII.GetBytes(
            $"GET {target.Path} HTTP/1.1\r\nHost: {target.Host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: {AgentEndpoint.Subprotocol}\r\n" +
            $"Authorization: Bearer {token}\r\nUser-Agent: bloxos-rigsim\r\n\r\n");
        for (int sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent), cancellationToken);
        }

        byte[] answer = new byte[1024];
        int length = 0;
        int headEnd;
        while ((headEnd = answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (length == LongestAnswer) { throw new WireException("endless answer to the upgrade"); }
            if (length == answer.Length) { Array.Resize(ref answer, answer.Length * 2); }
            int received = await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken);
            if (received == 0) { throw new WireException("closed during the upgrade"); }
            length += received;
        }
        Check(Encoding.ASCII.GetString(answer, 0, headEnd), key);
        for (int from = headEnd + 4; from < length;)
        {
            var space = reader.Space();
            int part = Math.Min(space.Length, length - from);
            answer.AsMemory(from, part).CopyTo(space);
            reader.Received(part);
            from += part;
        }
    }

    static void Check(string head, string key)
    {
        string[] lines = head.Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first.Length < 2 || !int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            throw new WireException("no HTTP answer to the upgrade");
        }
        if (status != 101) { throw new UpgradeRefusedException(status); }
        if (Header(lines, "Sec-WebSocket-Accept") != AcceptOf(key)) { throw new WireException("wrong Sec-WebSocket-Accept"); }
        if (Header(lines, "Sec-WebSocket-Protocol") != AgentEndpoint.Subprotocol) { throw new WireException("the server does not name the subprotocol"); }
    }

    static string? Header(string[] lines, string name)
    {
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Equals(name, StringComparison.OrdinalIgnoreCase)) { return line[(colon + 1)..].Trim(); }
        }
        return null;
    }

    // RFC 6455 asks for SHA-1 here; it proves that the peer speaks WebSocket and protects nothing.
#pragma warning disable CA5350
    static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
