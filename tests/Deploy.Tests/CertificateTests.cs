using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The native build, from which parts of the framework are left out, against servers with certificates of an authority.</summary>
public sealed class CertificateTests(AgentBuilds builds) : IDisposable
{
    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("check", "22")]
    public async Task A_server_with_its_whole_chain_is_trusted_by_the_authority_alone()
    {
        using var chain = new CertificateChain("http://127.0.0.1:9/issuer.der");
        await using var server = TlsServer.Start(chain, withIssuer: true);
        Assert.Contains($"localhost:{server.Port} answers", await DoctorAsync(server.Port, chain), StringComparison.Ordinal);
        using var other = new CertificateChain("http://127.0.0.1:9/issuer.der");
        Assert.Contains("not trusted", await DoctorAsync(server.Port, other), StringComparison.Ordinal);
    }

    [Theory, Trait("check", "22"), Trait("bad-input", "62")]
    [InlineData("other.example", 10)]
    [InlineData("localhost", -1)]
    public async Task A_certificate_of_a_trusted_authority_for_another_name_or_one_that_has_expired_is_refused(string name, int daysLeft)
    {
        using var chain = new CertificateChain("http://127.0.0.1:9/issuer.der", name, daysLeft);
        await using var server = TlsServer.Start(chain, withIssuer: true);
        string said = await DoctorAsync(server.Port, chain);
        Assert.Contains("not trusted", said, StringComparison.Ordinal);
        Assert.DoesNotContain("answers", said, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    [Fact, Trait("check", "22")]
    public async Task What_a_certificate_names_is_not_fetched_and_a_chain_with_a_gap_is_refused()
    {
        await using var site = IssuerSite.Start();
        using var chain = new CertificateChain($"http://127.0.0.1:{site.Port}/issuer.der");
        await using var server = TlsServer.Start(chain, withIssuer: false);
        Assert.Contains("not trusted", await DoctorAsync(server.Port, chain), StringComparison.Ordinal);
        Assert.Equal(0, site.Calls);
    }

    [Fact]
    public async Task Output_that_nobody_reads_does_not_hurt_it()
    {
        string program = await builds.ProgramAsync();
        Assert.Equal((0, "0\n"), await AgentBuilds.ToolAsync("bash", "-c", "{ read -r -t 60; \"$0\" help; echo $? >&2; } < <(sleep 0.2; echo) | exec true", program));
    }

    // What the agent says of the server, with only this authority in the system's list.
    async Task<string> DoctorAsync(int port, CertificateChain trusted)
    {
        string authority = Path.Combine(_folder.Path, Path.GetRandomFileName());
        await File.WriteAllTextAsync(authority, trusted.Authority.ExportCertificatePem(), Cancellation);
        var environment = new Dictionary<string, string?>
        {
            ["BLOXOS_SERVER"] = $"https://localhost:{port}", ["BLOXOS_STATE_DIRECTORY"] = _folder.Path, ["SSL_CERT_FILE"] = authority, ["SSL_CERT_DIR"] = _folder.File("none"),
        };
        await using var doctor = await ChildProcess.StartAsync(await builds.ProgramAsync(), ["doctor"], environment: environment);
        await doctor.WaitForExitAsync(Cancellation);
        return doctor.Output;
    }
}
