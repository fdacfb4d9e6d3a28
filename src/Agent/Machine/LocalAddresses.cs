using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace BloxOs.Agent.Machine;

/// <summary>Addresses of the rig in its network.</summary>
internal static class LocalAddresses
{
    const int Maximum = 8;

    /// <summary>At most 8, IPv4 first; empty when the rig has none or does not tell.</summary>
    public static IReadOnlyList<string> Read()
    {
        try
        {
            return Choose(NetworkInterface.GetAllNetworkInterfaces()
                .Where(n => n.OperationalStatus != OperationalStatus.Down && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(n => n.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address));
        }
        catch (Exception e) when (e is NetworkInformationException or IOException or PlatformNotSupportedException) { return []; }
    }

    /// <summary>Leaves loopback and link-local ones out and puts the rest into a stable order.</summary>
    internal static IReadOnlyList<string> Choose(IEnumerable<IPAddress> addresses) =>
    [
        .. addresses
            .Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal && !a.IsIPv6Multicast && !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any))
            .OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).ThenBy(a => a.ToString(), StringComparer.Ordinal)
            .Select(a => a.ToString())
            .Distinct()
            .Take(Maximum),
    ];
}
