using System.Net;
using System.Net.Sockets;

namespace BloxOs.Silo.Hosting;

/// <summary>A loopback port that nobody listens on now, outside the range from which Linux takes ports of outgoing connections: none of those can take it in between.</summary>
internal static class FreePort
{
    const int First = 10_000, Last = 32_000, Tries = 100;

    /// <exception cref="SocketException">None of many was free.</exception>
    public static int Next()
    {
        for (int tried = 1; ; tried++)
        {
            int port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tried < Tries) { }
        }
    }
}
