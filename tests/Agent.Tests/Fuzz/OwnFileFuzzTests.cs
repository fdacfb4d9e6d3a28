using System.Text;
using System.Text.Json;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Recovery.State;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Agent.Updates;
using BloxOs.TestServers;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

/// <summary>The agent's own files after a dying disk, a power cut or a person with an editor.</summary>
public sealed class OwnFileFuzzTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly AgentLog _log = new(TextWriter.Null, TimeProvider.System);

    [Fact, Trait("bad-input", "107")]
    public void The_configuration()
    {
        string file = _folder.File("agent.conf");
        ParserFuzz.Run(
            ["# rig\nBLOXOS_SERVER=https://farm.example\nBLOXOS_TOKEN_FILE=/var/lib/bloxos-agent/token\nBLOXOS_HEAT_CORE=85\nBLOXOS_NVIDIA_SMI=\"cat '/tmp/a b'\"\nBLOXOS_RECOVERY=on\n", "\uFEFFBLOXOS_SERVER='http://[::1]:7700/'\r\nBLOXOS_SERVER_PIN=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n"],
            text =>
            {
                File.WriteAllBytes(file, Encoding.Latin1.GetBytes(text));
                // Refused with a line for people, or read: nothing else.
                try { _ = new AgentOptionsReader(new Dictionary<string, string> { ["BLOXOS_CONFIG"] = file }, "/nowhere").ReadWithoutToken(); }
                catch (ConfigurationException wrong) { Assert.NotEmpty(wrong.Message); }
            });
    }

    [Fact, Trait("bad-input", "67")]
    public void The_memory_of_recovery()
    {
        string path = _folder.File("recovery.json");
        var file = new RecoveryFile(path, _log, TimeProvider.System);
        Assert.True(file.TryWrite(file.Read("boot", () => TimeSpan.FromHours(1))));
        byte[] good = File.ReadAllBytes(path);
        byte[] json = good[65..];
        ParserFuzz.RunBytes([good, json], bytes =>
        {
            // Damage that the checksum finds, and content that somebody gave a right one.
            foreach (byte[] content in (byte[][])[bytes, RecoveryFile.Seal(bytes)])
            {
                File.WriteAllBytes(path, content);
                var memory = file.Read("boot", () => TimeSpan.FromHours(1));
                _ = memory.Ladder.Budget.Left(memory.Clock.Now, 3);
            }
        });
    }

    [Fact, Trait("bad-input", "67")]
    public void The_memory_of_heat() => ParserFuzz.RunBytes(
        [JsonSerializer.SerializeToUtf8Bytes(new HeatFile { BootId = "boot", Cards = [new CardWatch().ToNote("0000:0a:00.0")] }, RecoveryJson.Default.HeatFile)],
        bytes =>
        {
            HeatFile? file;
            try { file = JsonSerializer.Deserialize(bytes, RecoveryJson.Default.HeatFile); }
            catch (JsonException) { return; }
            if (file is not null && HeatFile.IsWhole(file)) { new HeatGuard().Restore(file.Cards!, TimeSpan.FromHours(1)); }
        });

    [Fact, Trait("bad-input", "67")]
    public void The_outbox()
    {
        string good = _folder.File("good"), bad = _folder.File("bad");
        using (var before = Open(good))
        {
            before.Welcome(7);
            for (int i = 1; i <= 4; i++) { before.Add(new() { At = i, UptimeSeconds = i, Gpus = [new() { Index = 0, CoreCelsius = 50 }] }); }
        }
        byte[] whole = File.ReadAllBytes(Directory.GetFiles(good, "*.samples").Single());
        Directory.CreateDirectory(bad);
        string file = Path.Combine(bad, "000000000001.samples");
        ParserFuzz.RunBytes([whole], bytes =>
        {
            foreach (string old in Directory.GetFiles(bad, "*.samples")) { File.Delete(old); }
            File.WriteAllBytes(file, bytes);
            using var outbox = Open(bad);
            outbox.Add(new() { At = 100 });
            outbox.Welcome(9);
            var all = outbox.TakeAfter(0, 100);
            Assert.Equal(100, all[^1].At);   // whatever lay there, the new one is not lost
        });

        Outbox Open(string directory) => new(SpilledSamples.Open(directory, _log, TimeProvider.System));
    }

    [Fact]
    public void A_packed_sample() => ParserFuzz.RunBytes(
        [PackedSample.Pack(new() { Sequence = 1, At = 2, Work = [new() { Miner = "T-Rex", Hashrate = 1 }] })],
        bytes =>
        {
            if (PackedSample.Unpack(bytes, 3) is { } sample) { Assert.Equal(3, sample.Sequence); }
        });

    [Fact]
    public void What_is_known_of_updates()
    {
        var record = new UpdateRecord(_folder.Path, _log, "boot");
        Directory.CreateDirectory(_folder.File("update"));
        string[] names = ["last.json", "failed", "trial", "put-off", "connected"];
        int at = 0;
        ParserFuzz.Run(["{\"version\":\"1.2.3\",\"installed\":true,\"text\":\"x\"}", "1.2.3\n1.2.4\n", "1.2.3 60"], text =>
        {
            File.WriteAllBytes(Path.Combine(_folder.Path, "update", names[at++ % names.Length]), Encoding.Latin1.GetBytes(text));
            _ = record.Last;
            _ = record.HasFailed("1.2.3");
            _ = record.IsConnected("1.2.3");
            Assert.InRange(record.TakePutOff("1.2.3") ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(10));
            _ = SemanticVersion.IsValid(text) && SemanticVersion.Compare(text, "1.2.3") > 0;
        });
    }

    public void Dispose() => _folder.Dispose();
}
