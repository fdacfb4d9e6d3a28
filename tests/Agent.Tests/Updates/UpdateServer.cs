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

    /// <summary>What goes wrong with the first requests for each file: a status, or "cut" for a connection that breaks in the middle.</summary>
    public string[] Troubles { get; set; } = [];

    public static async Task<UpdateServer> StartAsync()
    {
        var server = new UpdateServer();
        server._server = await FakeServer.StartAsync(async visit =>
        {
            string path = visit.Http.Request.Path.Value!;
            server._asked.Enqueue(path);
            Assert.Equal(0, visit.Http.Request.Headers.Authorization.Count);   // public files: the token stays at home
            int before = server._asked.Count(p => p == path) - 1;
            if (before < server.Troubles.Length) { await server.FailAsync(visit, server.Troubles[before]); }
            else if (server.RedirectTo is { } elsewhere) { visit.Http.Response.Redirect(elsewhere + path); }
            else if (path.StartsWith(AgentEndpoint.DownloadPath, StringComparison.Ordinal) && server.Files.TryGetValue(path[AgentEndpoint.DownloadPath.Length..], out byte[]? file)) { await visit.Http.Response.Body.WriteAsync(file); }
            else { visit.Http.Response.StatusCode = 404; }
        });
        return server;
    }

    async Task FailAsync(Visit visit, string trouble)
    {
        var response = visit.Http.Response;
        if (trouble == "cut")
        {
            response.ContentLength = 1000;
            await response.Body.WriteAsync("the beginning"u8.ToArray());
            await response.Body.FlushAsync();
            visit.Http.Abort();
            return;
        }
        response.StatusCode = int.Parse(trouble);
        response.Headers.RetryAfter = "1";
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
