using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BloxOs.Deploy.Tests;

/// <summary>An authority, an issuer that it signed, and a server's certificate that names an address to fetch the issuer from.</summary>
internal sealed class CertificateChain : IDisposable
{
    /// <param name="issuerAddress">Where the issuer's certificate is said to lie.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="daysLeft">How long the server's certificate is good for; below 0 it has expired. The two above it are good.</param>
    public CertificateChain(string issuerAddress, string name = "localhost", int daysLeft = 10)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (now.AddDays(-30), now.AddDays(20));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Authority = Request("CN=BloxOs test authority " + Guid.NewGuid(), authorityKey, signs: true).CreateSelfSigned(from, to);
        Issuer = Request("CN=BloxOs test issuer", issuerKey, signs: true).Create(Authority, from, to, [1]);
        var request = Request("CN=" + name, serverKey, signs: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAddress]));
        using var issuerWithKey = Issuer.CopyWithPrivateKey(issuerKey);
        using var signed = request.Create(issuerWithKey, from, now.AddDays(daysLeft), [2]);
        using var made = signed.CopyWithPrivateKey(serverKey);
        Server = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Issuer { get; }

    /// <summary>With its key.</summary>
    public X509Certificate2 Server { get; }

    public void Dispose()
    {
        Authority.Dispose();
        Issuer.Dispose();
        Server.Dispose();
    }

    static CertificateRequest Request(string name, ECDsa key, bool signs)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(signs, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
