using System.Net;
using System.Net.Sockets;
using BloxOs.Protocol;

namespace BloxOs.Agent.Configuration;

/// <summary>The WebSocket address of a server.</summary>
/// <param name="Uri"><c>wss://host/agent</c>, or <c>ws://</c> when <paramref name="Plain"/>.</param>
/// <param name="Plain">Without TLS: then only loopback and private addresses are connected to.</param>
internal sealed record ServerAddress(Uri Uri, bool Plain)
{
    const string Allowed = "https://host[:port], or http://host[:port] for a loopback or private address";

    /// <summary>Reads <c>http(s)://</c> or <c>ws(s)://</c> with nothing behind the host but <c>/</c> or the agent's path.</summary>
    /// <exception cref="ConfigurationException">Anything else.</exception>
    public static ServerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw Wrong("is not a URL");
        }
        bool plain = uri.Scheme switch
        {
            "https" or "wss" => false,
            "http" or "ws" => true,
            _ => throw Wrong("has another scheme"),
        };
        if (uri.UserInfo.Length > 0) { throw Wrong("holds a user name or password"); }
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) { throw Wrong("holds a query or fragment"); }
        if (uri.AbsolutePath is not ("/" or AgentEndpoint.Path)) { throw Wrong("holds a path"); }
        if (plain && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !IsLocal(address))
        {
            throw Wrong("would send the token unencrypted over the internet");
        }
        // The port is spelled out: a default one means another number in another scheme.
        var target = new UriBuilder(plain ? "ws" : "wss", uri.Host, uri.Port, AgentEndpoint.Path);
        try { return new(target.Uri, plain); }
        catch (UriFormatException) { throw Wrong("is not a URL"); }   // some hosts are good in a whole text and not by themselves
    }

    /// <summary>Whether an address is loopback, link-local or private (RFC 1918, RFC 4193).</summary>
    public static bool IsLocal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        if (IPAddress.IsLoopback(address)) { return true; }
        if (address.AddressFamily == AddressFamily.InterNetworkV6) { return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal; }
        return address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..];
    }

    // The value is not repeated: people paste URLs with secrets in them.
    static ConfigurationException Wrong(string why) => new($"BLOXOS_SERVER {why}; allowed: {Allowed}.");
}
