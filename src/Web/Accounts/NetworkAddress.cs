using System.Net;
using System.Net.Sockets;

namespace BloxOs.Web.Accounts;

/// <summary>Who is counted as one guesser: an IPv4 address, or an IPv6 network of 64 bits, of which one subscriber has all addresses.</summary>
internal static class NetworkAddress
{
    const int NetworkBytes = 8;

    /// <summary>The key to count under.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) { return "unknown"; }
        if (address.IsIPv4MappedToIPv6) { return address.MapToIPv4().ToString(); }
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) { return address.ToString(); }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
