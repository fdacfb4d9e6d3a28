using System.Security.Cryptography;
using System.Text.Json;

namespace BloxOs.Agent.Updates;

/// <summary>What a server offers: the builds of one version. Signed as a whole.</summary>
internal sealed record UpdateManifest
{
    /// <summary>Its name on the server.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Name of its signature: ECDSA over P-256 and SHA-256, DER.</summary>
    public const string SignatureName = "manifest.json.sig";

    /// <summary>Always "bloxos-agent": a signature over something else does not fit.</summary>
    public string? Product { get; init; }

    /// <summary>Version of all builds.</summary>
    public string? Version { get; init; }

    /// <summary>A build per system.</summary>
    public IReadOnlyList<UpdateFile>? Files { get; init; }

    /// <summary>Reads a manifest whose signature is good; null when it or the manifest is not.</summary>
    /// <param name="json">The manifest's bytes, as signed.</param>
    /// <param name="signature">The signature's bytes.</param>
    /// <param name="key">SubjectPublicKeyInfo of the only key to trust.</param>
    /// <exception cref="CryptographicException">The key is none, or the system has no OpenSSL.</exception>
    public static UpdateManifest? Read(byte[] json, byte[] signature, byte[] key)
    {
        using var trusted = ECDsa.Create();
        trusted.ImportSubjectPublicKeyInfo(key, out _);
        bool good = trusted.VerifyData(json, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (!good) { return null; }
        try { return JsonSerializer.Deserialize(json, UpdateJson.Default.UpdateManifest) is { Product: "bloxos-agent", Version: not null } read ? read : null; }
        catch (JsonException) { return null; }
    }
}
