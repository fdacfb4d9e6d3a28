using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BloxOs.Deploy.Tests;

/// <summary>An authority, an issuer that it signed, and a server's certificate for localhost that names an address to fetch the issuer from.</summary>
internal sealed class CertificateChain : IDisposable
{
    public CertificateChain(string issuerAddress)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (now.AddDays(-1), now.AddDays(10));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Authority = Request("CN=BloxOs test authority " + Guid.NewGuid(), authorityKey, signs: true).CreateSelfSigned(from, to);
        Issuer = Request("CN=BloxOs test issuer", issuerKey, signs: true).Create(Authority, from, to, [1]);
        var request = Request("CN=localhost", serverKey, signs: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAddress]));
        using var issuerWithKey = Issuer.CopyWithPrivateKey(issuerKey);
        using var signed = request.Create(issuerWithKey, from, to, [2]);
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
