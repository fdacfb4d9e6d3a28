using System.Net;
using System.Net.Sockets;

namespace BloxOs.Silo.Outbound;

/// <summary>Tells addresses of the internet from those of this machine, its network, its cloud and of no use (IANA's special-purpose registries).</summary>
internal static class PublicAddress
{
    static readonly IPNetwork[] s_notPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",   // what a cloud tells its machines
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",   // tunnels carry an IPv4 address inside
        }.Select(IPNetwork.Parse),
    ];

    static readonly IPNetwork s_global = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        bool known = address.AddressFamily == AddressFamily.InterNetwork || (address.AddressFamily == AddressFamily.InterNetworkV6 && s_global.Contains(address));
        return known && !s_notPublic.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }
}
