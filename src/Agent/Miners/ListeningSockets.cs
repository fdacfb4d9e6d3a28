using System.Globalization;
using System.Net;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Miners;

/// <summary>TCP sockets of this machine that wait for connections, by their number.</summary>
internal static class ListeningSockets
{
    const string Listening = "0A";

    /// <summary>Where each listens; a socket that listens everywhere is reached by loopback.</summary>
    public static IReadOnlyDictionary<long, IPEndPoint> Read(SystemRoots roots)
    {
        var found = new Dictionary<long, IPEndPoint>();
        foreach (string file in (string[])["net/tcp", "net/tcp6"])
        {
            foreach (string line in (SystemFile.Text(Path.Combine(roots.Proc, file)) ?? "").Split('\n').Skip(1)) { Add(found, line); }
        }
        return found;
    }

    static void Add(Dictionary<long, IPEndPoint> found, string line)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > 9 && fields[3] == Listening && long.TryParse(fields[9], out long inode) && EndPoint(fields[1]) is { } where) { found[inode] = where; }
    }

    /// <summary>Address in words of four bytes, each in the machine's order, and the port.</summary>
    static IPEndPoint? EndPoint(string text)
    {
        if (text.Split(':') is not [{ Length: 8 or 32 } hex, var portText]) { return null; }
        Span<byte> bytes = stackalloc byte[hex.Length / 2];
        for (int i = 0; i < hex.Length; i += 8)
        {
            if (!uint.TryParse(hex.AsSpan(i, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint word)) { return null; }
            BitConverter.TryWriteBytes(bytes[(i / 2)..], word);
        }
        if (!int.TryParse(portText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int port) || port is <= 0 or > 65535) { return null; }
        var address = new IPAddress(bytes);
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        // Everywhere in version 6 means version 4 too, unless it was switched off: loopback of 4 is asked first.
        return new(address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address, port);
    }
}
