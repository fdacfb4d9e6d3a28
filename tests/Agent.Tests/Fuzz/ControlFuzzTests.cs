using BloxOs.Agent.Machine;
using System.Text.Json;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

/// <summary>Orders of a broken or hostile server, and state files of a broken disk.</summary>
public sealed class ControlFuzzTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly AgentLog _log = new(TextWriter.Null, TimeProvider.System);

    [Fact, Trait("bad-input", "60")]
    public void A_wanted_state()
    {
        var check = new DesiredCheck(new(new(_folder.Path), new(_folder.Path), () => new(), () => null));
        var good = ScriptedMiner.Wanted() with { Devices = ["0000:01:00.0"], Arguments = ["--low-load", "1"], CpuThreads = null, LeastHashrate = 1e6 };
        byte[][] seeds =
        [
            ProtocolJson.ToUtf8(new Desired { Revision = 1, Miners = [good, good with { Name = "two", Program = _folder.File("t-rex") }], Recovery = new() { RebootsInSixHours = 3 } }),
            ProtocolJson.ToUtf8(new Desired { Revision = long.MaxValue, Maintenance = true }),
        ];
        ParserFuzz.RunBytes(seeds, bytes =>
        {
            if (bytes.Length > ProtocolLimits.MessageBytes || Read(bytes) is not Desired desired || check.Refusal(desired) is not null) { return; }
            // What is let through can be kept, read again and told apart.
            byte[] kept = JsonSerializer.SerializeToUtf8Bytes(new DesiredFile { Desired = desired }, ControlJson.Default.DesiredFile);
            Assert.Null(check.Refusal(JsonSerializer.Deserialize(kept, ControlJson.Default.DesiredFile)!.Desired!));
            foreach (var miner in desired.Miners ?? []) { _ = LaunchDigest.Of(miner, new() { Name = miner.Name! }); }
        });
    }

    [Fact, Trait("bad-input", "56")]
    public void A_command()
    {
        var store = new StateStore<CommandFile>(_folder.File("commands.json"), ControlJson.Default.CommandFile, CommandFile.IsWhole, _log);
        var executor = new CommandExecutor([], new(store, new(_folder.File("commands.begun"), _log)), "boot", _log, TimeProvider.System);
        byte[][] seeds =
        [
            ProtocolJson.ToUtf8(new Command { Id = "a1b2c3", Kind = CommandKinds.RestartMiner, Instance = "gpu", ExpiresInMilliseconds = 60_000 }),
            ProtocolJson.ToUtf8(new Command { Id = "a1b2c3", Kind = CommandKinds.UpdateAgent, Version = "1.2.3", ExpiresInMilliseconds = 1 }),
            ProtocolJson.ToUtf8(new CommandNoted { Id = "a1b2c3" }),
        ];
        ParserFuzz.RunBytes(seeds, bytes =>
        {
            if (bytes.Length > ProtocolLimits.MessageBytes) { return; }
            switch (Read(bytes))
            {
                case Command command: executor.Receive(command); break;
                case CommandNoted noted: executor.Confirm(noted.Id); break;
            }
        });
    }

    [Fact, Trait("bad-input", "67")]
    public void State_files()
    {
        var table = new ProcessTable(new());
        var process = new MinerProcess(1, 2, "boot", "digest", null);
        byte[][] seeds =
        [
            JsonSerializer.SerializeToUtf8Bytes(new ControlFile { Miners = [new() { Name = "gpu", Process = process, Quarantined = ["0000:01:00.0"] }], Holds = [new("heat", "hot", "boot")] }, ControlJson.Default.ControlFile),
            JsonSerializer.SerializeToUtf8Bytes(new CommandFile { Commands = [new() { Id = "a", Arguments = "x", State = CommandStates.Started }] }, ControlJson.Default.CommandFile),
        ];
        string path = _folder.File("state.json");
        ParserFuzz.RunBytes(seeds, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            if (new StateStore<ControlFile>(path, ControlJson.Default.ControlFile, ControlFile.IsWhole, _log).Read() is { } file)
            {
                foreach (var record in file.Miners.Where(m => m.Process is not null)) { _ = record.Process!.Runs(table); }
            }
            _ = new StateStore<CommandFile>(path, ControlJson.Default.CommandFile, CommandFile.IsWhole, _log).Read();
        });
    }

    [Fact]
    public void A_line_of_a_miner() => ParserFuzz.Run(
        ["\u001b[1;32mGPU #0: 61.5 MH/s\u001b[0m login secret-password", "\u001b]0;title\u0007x"],
        text =>
        {
            string line = LogText.Clean(text, ["secret-password"]);
            Assert.DoesNotContain("secret-password", line);
            Assert.DoesNotContain(line, char.IsControl);
            Assert.InRange(line.Length, 0, ProtocolLimits.LogLineLength);
        });

    /// <summary>As the connection reads: what is no message ends it.</summary>
    static ServerMessage? Read(byte[] bytes)
    {
        try { return ProtocolJson.ReadServerMessage(bytes); }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException) { return null; }
    }

    public void Dispose() => _folder.Dispose();
}
