using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BloxOs.Agent.Tests.Support;
using BloxOs.Agent.Updates;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Updates;

/// <summary>A server with the files of a version.</summary>
internal sealed class UpdateServer : IAsyncDisposable
{
    readonly ConcurrentQueue<string> _asked = new();
    FakeServer _server = null!;

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>What signs.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What agents trust.</summary>
    public byte[] PublicKey => Key.ExportSubjectPublicKeyInfo();

    /// <summary>Paths that were asked for.</summary>
    public string[] Asked => [.. _asked];

    public string Url => _server.Url;

    /// <summary>When set, every request is sent there.</summary>
    public string? RedirectTo { get; set; }

    public static async Task<UpdateServer> StartAsync()
    {
        var server = new UpdateServer();
        server._server = await FakeServer.StartAsync(async visit =>
        {
            string path = visit.Http.Request.Path.Value!;
            server._asked.Enqueue(path);
            Assert.Equal(0, visit.Http.Request.Headers.Authorization.Count);   // public files: the token stays at home
            if (server.RedirectTo is { } elsewhere) { visit.Http.Response.Redirect(elsewhere + path); }
            else if (path.StartsWith(AgentEndpoint.DownloadPath, StringComparison.Ordinal) && server.Files.TryGetValue(path[AgentEndpoint.DownloadPath.Length..], out byte[]? file)) { await visit.Http.Response.Body.WriteAsync(file); }
            else { visit.Http.Response.StatusCode = 404; }
        });
        return server;
    }

    /// <summary>Offers a build for this machine.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="program">The program.</param>
    /// <param name="described">What the manifest describes, when it is another.</param>
    /// <param name="signer">Who signs, when it is another.</param>
    public void Offer(string version, byte[] program, byte[]? described = null, ECDsa? signer = null)
    {
        byte[] shown = described ?? program;
        byte[] manifest = Encoding.UTF8.GetBytes($$"""
            {"product":"bloxos-agent","version":"{{version}}","files":[
            {"name":"other","size":1,"sha256":"00","glibc":"2.34"},
            {"name":"{{AgentUpdater.FileName}}","size":{{shown.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(shown))}}","glibc":"2.34"}
            ]}
            """);
        Files[AgentUpdater.FileName] = program;
        Files[UpdateManifest.FileName] = manifest;
        Files[UpdateManifest.SignatureName] = (signer ?? Key).SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Key.Dispose();
    }
}
