using System.Net;
using System.Net.Sockets;

namespace BloxOs.TestServers;

/// <summary>
/// Loopback ports that nobody listens on and nobody will: outside the range from which the kernel takes ports of outgoing connections, and
/// claimed by a locked file, so that test processes side by side never get the same one.
/// </summary>
public static class FreePort
{
    const int First = 10_000, Last = 32_000;   // Linux gives outgoing connections 32768 and up

    static readonly string Claims = Path.Combine(Path.GetTempPath(), "bloxos-test-ports");
    static readonly List<FileStream> Held = [];
    static readonly Lock Gate = new();

    /// <summary>A port for this process alone, until it ends.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            Directory.CreateDirectory(Claims);
            while (true)
            {
                int port = Random.Shared.Next(First, Last);
                if (TryClaim(port) is not { } claim) { continue; }
                if (IsFree(port))
                {
                    Held.Add(claim);
                    return port;
                }
                claim.Dispose();
            }
        }
    }

    // The file stays: unlinking one that another process is about to lock would let two hold "the same" claim.
    static FileStream? TryClaim(int port)
    {
        try { return new(Path.Combine(Claims, port.ToString(System.Globalization.CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException) { return null; }
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException) { return false; }
    }
}
