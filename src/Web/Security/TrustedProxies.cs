using Microsoft.AspNetCore.HttpOverrides;

namespace BloxOs.Web.Security;

/// <summary>Whose word about address and scheme of a request is taken: that of the configured proxies, of nobody else.</summary>
public static class TrustedProxies
{
    /// <summary>Before everything that asks for the address or the scheme. Without proxies the headers are ignored.</summary>
    public static WebApplication UseBloxOsProxies(this WebApplication app, IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        if (proxies.Count == 0) { return app; }
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,   // it ends at the first that is none of them
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) { options.KnownIPNetworks.Add(proxy); }
        app.UseForwardedHeaders(options);
        return app;
    }
}
