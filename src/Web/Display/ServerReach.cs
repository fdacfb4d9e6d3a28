using System.Net;

namespace BloxOs.Web.Display;

/// <summary>How this browser reached the server, which is how a rig in the same network does.</summary>
internal sealed class ServerReach(HttpRequest request)
{
    /// <summary>Scheme, host and port.</summary>
    public string Address => $"{request.Scheme}://{request.Host}";

    /// <summary>That address leads nowhere from another machine.</summary>
    public bool IsLoopback =>
        request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
