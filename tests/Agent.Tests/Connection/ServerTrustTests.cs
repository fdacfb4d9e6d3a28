using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BloxOs.Agent.Tests.Support;

namespace BloxOs.Agent.Tests.Connection;

/// <summary>TLS with a certificate that no authority signed.</summary>
public sealed class ServerTrustTests
{
    static X509Certificate2 SelfSigned(out byte[] pin)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        // The name is another one on purpose: with a pin the key alone counts.
        using var made = new CertificateRequest("CN=bloxos.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
        pin = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    [Theory, Trait("check", "22"), Trait("bad-input", "62")]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    [InlineData("none", false)]
    public async Task A_self_signed_server_is_trusted_only_by_its_pinned_key(string pinned, bool connects)
    {
        using var certificate = SelfSigned(out byte[] pin);
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            await visit.WelcomeAsync();
            await visit.ServeAndConfirmAsync();
        }, certificate);
        await using var agent = new RunningAgent(server.Url, pinned switch { "right" => pin, "wrong" => new byte[32], _ => null });
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Length > 0, "the first line");
        Assert.Contains(connects ? "connected as rig-1" : "not trusted", agent.Log);
        Assert.Equal(connects ? 1 : 0, server.Visits.Length);
    }

    [Theory, Trait("check", "22"), Trait("bad-input", "62")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_without_TLS_at_an_address_with_it_hears_nothing(bool pinned)
    {
        await using var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        await using var agent = new RunningAgent(server.Url.Replace("http://", "https://", StringComparison.Ordinal), pinned ? new byte[32] : null);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("next try", StringComparison.Ordinal), "the first try");
        await agent.AdvanceUntilAsync(() => agent.Log.Split("next try").Length > 3, "two more tries");   // none of them without TLS
        Assert.DoesNotContain("connected as", agent.Log);
        Assert.Empty(server.Visits);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_and_tried_again()
    {
        string url;
        await using (var gone = await FakeServer.StartAsync(_ => Task.CompletedTask)) { url = gone.Url; }
        await using var agent = new RunningAgent(url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("nothing listens there; next try in"), "the line");
    }

    [Fact]
    public async Task A_plain_answer_of_another_server_is_no_connection()
    {
        await using var server = await FakeServer.StartAsync(async visit =>
        {
            visit.Http.Response.StatusCode = (int)HttpStatusCode.OK;
            await visit.Http.Response.Body.WriteAsync("<html>"u8.ToArray(), visit.Http.RequestAborted);
        });
        await using var agent = new RunningAgent(server.Url);
        await agent.StartAsync();
        await agent.UntilAsync(() => agent.Log.Contains("HTTP status 200; next try"), "the line");
    }
}
