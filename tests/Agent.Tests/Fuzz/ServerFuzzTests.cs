using System.Security.Cryptography;
using System.Text.Json;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Updates;
using BloxOs.Protocol;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

/// <summary>What a broken or hostile server sends beside orders.</summary>
public sealed class ServerFuzzTests
{
    [Fact, Trait("bad-input", "60")]
    public void Every_kind_of_message()
    {
        byte[][] seeds =
        [
            ProtocolJson.ToUtf8(new Welcome { RigId = "rig", RigName = "oak", At = 1_700_000_000_000, Stored = 41, Settings = new() { HeartbeatSeconds = 10, StatsSeconds = 30, ReplaySamplesPerSecond = 10 } }),
            ProtocolJson.ToUtf8(new Ack { Stored = 42, Heartbeat = 7 }), ProtocolJson.ToUtf8(new Settings { HeartbeatSeconds = 5, StatsSeconds = 60 }),
            ProtocolJson.ToUtf8(new WatchLog { Instance = "gpu", After = 16, Seconds = 60 }), ProtocolJson.ToUtf8(new CommandNoted { Id = "a" }),
        ];
        var cadence = new Cadence();
        using var outbox = new Outbox(16);
        ParserFuzz.RunBytes(seeds, bytes =>
        {
            if (bytes.Length > ProtocolLimits.MessageBytes) { return; }
            ServerMessage? message;
            try { message = ProtocolJson.ReadServerMessage(bytes); }
            catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException) { return; }   // as the connection does
            switch (message)
            {
                case Welcome welcome:
                    outbox.Add(new());
                    outbox.Welcome(welcome.Stored);
                    cadence.Apply(welcome.Settings);
                    break;
                case Ack ack: outbox.Acknowledge(ack.Stored ?? 0); break;
                case Settings settings: cadence.Apply(settings); break;
            }
            Assert.InRange(cadence.Stats, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        });
    }

    [Fact]
    public void The_answer_to_a_code() => ParserFuzz.RunBytes([JsonSerializer.SerializeToUtf8Bytes(new EnrollAnswer { RigId = "rig", RigName = "oak", Token = "bxr_x" }, ProtocolJson.Default.EnrollAnswer)], bytes =>
    {
        try { _ = JsonSerializer.Deserialize(bytes, ProtocolJson.Default.EnrollAnswer); }
        catch (JsonException) { }
    });

    /// <summary>The signature holds: whoever signs, signs nonsense too.</summary>
    [Fact]
    public void A_signed_manifest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] trusted = key.ExportSubjectPublicKeyInfo();
        byte[] good = JsonSerializer.SerializeToUtf8Bytes(
            new UpdateManifest { Product = "bloxos-agent", Version = "1.2.3", Files = [new() { Name = "bloxos-agent-linux-x64" }] }, UpdateJson.Default.UpdateManifest);
        ParserFuzz.RunBytes([good], bytes =>
        {
            byte[] signature = key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            if (UpdateManifest.Read(bytes, signature, trusted) is { } read) { Assert.Equal("bloxos-agent", read.Product); }
            Assert.Null(UpdateManifest.Read(good, bytes, trusted));
        });
    }

    [Fact, Trait("bad-input", "107")]
    public void An_address() => ParserFuzz.Run(["https://farm.example:8443/", "ws://192.168.1.5/agent", "http://[fd00::1]:7700"], text =>
    {
        try { _ = ServerAddress.Parse(text); }
        catch (ConfigurationException wrong) { Assert.DoesNotContain(text.Length > 20 ? text : "\0", wrong.Message, StringComparison.Ordinal); }
    });
}
