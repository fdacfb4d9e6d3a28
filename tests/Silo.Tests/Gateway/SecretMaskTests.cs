using System.Diagnostics;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

public sealed class SecretMaskTests
{
    const string S = "hunter2-is-secret";

    [Theory, Trait("bad-input", "52")]
    [InlineData("t-rex -a kawpow -o stratum+tcp://pool.example:3333 -u RWallet.oak -p " + S)]
    [InlineData("lolMiner --algo ETHASH --pool pool.example:4444 --user wallet --pass " + S + " --apiport 4068")]
    [InlineData("command line: --password=" + S)]
    [InlineData("PhoenixMiner -pool ssl://x:1 -wal 0x1 -epsw " + S + " -pass " + S)]
    [InlineData("argv: [\"xmrig\", \"-u\", \"wallet\", \"-p\", \"" + S + "\", \"--http-access-token\", \"" + S + "\"]")]
    [InlineData("{\"url\":\"pool.example:3333\",\"user\":\"wallet\",\"pass\":\"" + S + "\",\"tls\":true}")]
    [InlineData("api_key = '" + S + "'")]
    [InlineData("connecting to stratum+ssl://RWallet.oak:" + S + "@pool.example:3333")]
    [InlineData("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"RWallet.oak\",\"" + S + "\"]}")]
    [InlineData("{\"params\":[\"RWallet.oak\", \"" + S + "\"], \"id\": 2, \"method\": \"mining.authorize\"}")]
    [InlineData("Authorization: Bearer " + S)]
    [InlineData("BLOXOS_TOKEN_SECRET=" + S)]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\n" + "MHcCAQEEIFhunter2" + "\nAAhunter2\n-----END EC PRIVATE KEY-----")]
    [InlineData("--PASSWORD " + S)]
    public void A_secret_that_a_rig_repeats_is_covered(string text)
    {
        string masked = SecretMask.Of(text);
        Assert.DoesNotContain("hunter2", masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Cover, masked, StringComparison.Ordinal);
    }

    [Theory, Trait("bad-input", "52")]
    [InlineData("token bxr_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_ab12cd of the rig", "token *** of the rig")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl!", "jwt ***!")]
    [InlineData("mnemonic: abandon ability able about above absent absorb abstract absurd abuse access accident", "mnemonic: ***")]
    [InlineData("-u 0xWallet -p x --pl 80", "-u 0xWallet -p *** --pl 80")]
    public void Only_the_secret_is_covered(string text, string masked) => Assert.Equal(masked, SecretMask.Of(text));

    [Theory, Trait("bad-input", "52")]
    [InlineData("20261129 10:00:00 [ OK ] 120/121 - 31.40MH/s, 45ms ... GPU #0")]
    [InlineData("Using pool stratum+tcp://pool.example:3333 as RWalletOfMaraLindqvist0123456789.oak-7")]
    [InlineData("new job from pool.example:3333 diff 120001 algo rx/0 height 3112233")]
    [InlineData("NVRM: Xid (PCI:0000:0a:00): 79, pid=1234, GPU has fallen off the bus.")]
    [InlineData("GPU0: passed 12/12 self tests, seed 0x1234abcd")]
    [InlineData("lspci -d ::0300")]
    [InlineData("0000000000000000000f3a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6")]
    public void What_is_no_secret_stays(string text) => Assert.Same(text, SecretMask.Of(text));

    [Fact, Trait("bad-input", "52")]
    public void It_is_covered_in_outputs_logs_reasons_and_last_lines()
    {
        string line = "--pass " + S;
        var report = new CommandState { Id = "c", State = CommandStates.Failed, Output = $"first\n{line}\nlast" }.ToReport()!;
        Assert.Equal("first\n--pass ***\nlast", report.Output);
        Assert.Equal(["--pass ***"], new MinerLog { Instance = "main", First = 1, Lines = [line] }.ToLines()!.Lines);
        var work = new Applied { Refused = line, Recovering = line, Miners = [new() { Name = "main", Reason = line, LastLines = [line] }] }.ToWork(default);
        Assert.Equal(["--pass ***", "--pass ***", "--pass ***", "--pass ***"], [work.Refused, work.Recovering, work.Miners[0].Reason, work.Miners[0].LastLines[0]]);
        var sample = Samples.Read("""{"type":"stats","sequence":1,"events":[{"kind":"minerEnded","text":"SECRET"}]}""".Replace("SECRET", line, StringComparison.Ordinal)).Samples[0];
        Assert.Equal("--pass ***", sample.Events[0].Text);
    }

    /// <summary>Text that is made to keep a matcher busy: time grows with its length and no faster.</summary>
    [Theory, Trait("bad-input", "52")]
    [InlineData("-p -p ")]
    [InlineData("pass\":\"pass\" : \"")]
    [InlineData("://a:b")]
    [InlineData("[\"a\",\"")]
    [InlineData("mining.authorize\"[\"")]
    [InlineData("--a-a-a-a-a-a")]
    [InlineData("seed: a a a ")]
    [InlineData("eyJaaaaaaaaa.")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("aaaaaaaaaaaaaaa")]
    public void No_text_takes_long(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 1 + (ProtocolLimits.CommandOutputBytes / piece.Length)));
        SecretMask.Of(text);
        var best = TimeSpan.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            var start = Stopwatch.StartNew();
            SecretMask.Of(text);
            best = start.Elapsed < best ? start.Elapsed : best;
        }
        Assert.True(best < TimeSpan.FromSeconds(2), $"{best}");
    }
}
