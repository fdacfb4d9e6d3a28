using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace BloxOs.Silo.Outbound;

/// <summary>Own hosts and networks that outgoing connections may go to though they are not on the internet: what the person who runs the server says.</summary>
public sealed class OutboundAllow
{
    readonly HashSet<string> _hosts;
    readonly IPNetwork[] _networks;

    OutboundAllow(HashSet<string> hosts, IPNetwork[] networks) => (_hosts, _networks) = (hosts, networks);

    /// <summary>Nothing but the internet.</summary>
    public static OutboundAllow None { get; } = new([], []);

    /// <summary>Reads host names, addresses and networks, separated by commas.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OutboundAllow? allow)
    {
        allow = null;
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var networks = new List<IPNetwork>();
        foreach (string entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(entry, out var network)) { networks.Add(network); }
            else if (IPAddress.TryParse(entry, out var address)) { networks.Add(new(address, address.GetAddressBytes().Length * 8)); }
            else if (Uri.CheckHostName(entry) == UriHostNameType.Dns && entry.All(char.IsAscii)) { hosts.Add(entry); }
            else { return false; }
        }
        allow = new(hosts, [.. networks]);
        return true;
    }

    /// <summary>The host is allowed wherever its name leads.</summary>
    public bool Has(string host) => _hosts.Contains(host) || (IPAddress.TryParse(host, out var address) && Has(address));

    /// <summary>The address is allowed.</summary>
    public bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }
}
