using System.Net;
using BloxOs.Protocol;

namespace BloxOs.RigSim.Wire;

/// <summary>Where the fake rigs connect: always this machine.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Host">For the Host header.</param>
/// <param name="Path">Path of the WebSocket.</param>
internal sealed record TargetAddress(IPEndPoint EndPoint, string Host, string Path)
{
    const int RigsPerSource = 1_000;

    /// <summary>Reads "http://…", "ws://…"; without a path it is the agent's.</summary>
    /// <exception cref="ArgumentException">Another scheme, or another machine than this one.</exception>
    public static TargetAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "ws"))
        {
            throw new ArgumentException($"'{url}' is not an http:// or ws:// address; fake rigs speak no TLS");
        }
        IPAddress? address = uri.IdnHost == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.IdnHost, out var ip) ? ip : null;
        if (address is null || !IPAddress.IsLoopback(address))
        {
            throw new ArgumentException($"'{uri.Host}' is not this machine: fake rigs only connect to localhost, 127.x.x.x or ::1");
        }
        return new(new(address, uri.Port), uri.Authority, uri.AbsolutePath == "/" ? AgentEndpoint.Path : uri.AbsolutePath);
    }

    /// <summary>Address to connect from: one per thousand rigs, because finding a free port on one address becomes slow. Null for any.</summary>
    public IPAddress? SourceOf(int first, int rig, int rigs)
    {
        if (rigs <= RigsPerSource || !OperatingSystem.IsLinux() || EndPoint.AddressFamily is not System.Net.Sockets.AddressFamily.InterNetwork) { return null; }
        int source = first + rig / RigsPerSource;
        return new IPAddress([127, 0, (byte)(source / 250 % 256), (byte)(2 + source % 250)]);
    }
}
