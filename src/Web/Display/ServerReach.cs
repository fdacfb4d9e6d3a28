using System.Net;

namespace BloxOs.Web.Display;

/// <summary>How a rig reaches the server: as the setting says, else as this browser did, which is how a rig in the same network does.</summary>
/// <param name="request">The request of the browser.</param>
/// <param name="publicUrl">What the setting says; null when it says nothing.</param>
internal sealed class ServerReach(HttpRequest request, Uri? publicUrl)
{
    readonly Uri? _said = publicUrl;

    /// <summary>Scheme, host and port.</summary>
    public string Address => _said?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    /// <summary>That address leads nowhere from another machine.</summary>
    public bool IsLoopback => IsOwn(_said?.Host ?? request.Host.Host);

    static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
