namespace BloxOs.Silo.Outbound;

/// <summary>Judges the address of a web hook before anything is resolved or connected.</summary>
public static class OutboundUrl
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 2048;

    static readonly int[] s_ports = [443, 8443];
    static readonly string[] s_ownNames = ["localhost", "local", "internal", "home.arpa", "onion"];

    /// <summary>What is wrong with it, for the person who typed it; null when it may be used. Hosts of the allow-list may also use http and any port.</summary>
    public static string? Check(string? text, OutboundAllow allow)
    {
        if (string.IsNullOrWhiteSpace(text)) { return "An address is needed, such as https://hooks.example.com/…"; }
        if (text.Length > MaxLength) { return $"An address has at most {MaxLength} characters."; }
        if (text.Any(static c => !char.IsAscii(c) || c is <= ' ' or '\\' or '\x7f')) { return "An address has only plain letters, digits and signs: write other characters as %.. and the host in its xn-- form."; }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) { return "The address must begin with https://."; }
        if (url.UserInfo.Length > 0) { return "The address must not have a user or password in it."; }
        bool allowed = allow.Has(Host(url));
        if (url.Scheme != "https" && !allowed) { return "The address must begin with https://."; }
        if (!s_ports.Contains(url.Port) && !allowed) { return $"The port must be {string.Join(" or ", s_ports)}."; }
        return allowed ? null : CheckHost(url);
    }

    /// <summary>Without the brackets of an IPv6 address.</summary>
    internal static string Host(Uri url) => url.IdnHost.Trim('[', ']');

    static string? CheckHost(Uri url)
    {
        string host = Host(url);
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return System.Net.IPAddress.TryParse(host, out var address) && PublicAddress.Is(address) ? null : NotPublic(host);
        }
        bool isName = url.HostNameType == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal) && !host.EndsWith('.');
        bool isOwn = s_ownNames.Any(own => host.Equals(own, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + own, StringComparison.OrdinalIgnoreCase));
        // A last label of digits or hexadecimal is an address in disguise.
        bool isNumber = char.IsAsciiDigit(host[(host.LastIndexOf('.') + 1)..].FirstOrDefault());
        return isName && !isOwn && !isNumber ? null : NotPublic(host);
    }

    static string NotPublic(string host) => $"{host} is not a host on the internet. Whoever runs this server can allow own hosts with the setting BloxOs:OutboundAllow.";
}
