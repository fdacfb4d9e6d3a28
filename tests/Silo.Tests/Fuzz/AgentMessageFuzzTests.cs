using System.Text.Json;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Silo.Tests.Fuzz;

/// <summary>What a broken or hostile agent sends: taken, or the connection ends with a code, and nothing else.</summary>
public sealed class AgentMessageFuzzTests
{
    readonly TextPool _texts = new();

    [Fact, Trait("bad-input", "24"), Trait("bad-input", "33")]
    public void Samples_and_backlogs()
    {
        var reader = new StatsReader(_texts);
        var clock = new SampleClock(Gateway.Samples.Now, TimeSpan.Zero);
        var samples = new List<RigStats>();
        Run([Gateway.Samples.Mining(1, Gateway.Samples.Now), new Backlog { Samples = [Gateway.Samples.Mining(2, Gateway.Samples.Now), Gateway.Samples.Mining(3, Gateway.Samples.Now)] }, new Live { Sample = Gateway.Samples.Mining(5, Gateway.Samples.Now) }, new Stats { Sequence = 4, Events = [new() { Kind = "kernel", Text = "--pass hunter2", At = 5 }] }], (bytes, kind) =>
        {
            if (kind is not (MessageKind.Stats or MessageKind.Backlog or MessageKind.Live)) { return; }
            samples.Clear();
            reader.Read(bytes, clock, samples);
            foreach (var sample in samples)
            {
                var packed = RigSample.Of(sample);
                Assert.Equal(sample.Gpus.Length, packed.Read().Gpus.Length);
                Assert.All(sample.Work, static w => Assert.True(w.Hashrate is null or (>= 0 and <= 1e18)));
            }
        });
    }

    [Fact, Trait("bad-input", "38"), Trait("bad-input", "52")]
    public void Everything_else()
    {
        var gpu = new GpuInventory { Index = 0, BusId = "0000:0a:00.0", Vendor = "nvidia", Model = "RTX 3080", MemoryBytes = 10L << 30, PowerLimitMaxWatts = 336.5 };
        Run(
            [
                new Hello { ProtocolVersion = 1, AgentVersion = "1.2.3", At = 1, Inventory = new() { HostName = "oak", Addresses = ["192.168.1.5"], Gpus = [gpu, gpu with { Index = 1 }] } },
                new InventoryChanged { Inventory = new() { CpuThreads = 8, Gpus = [gpu] } }, new Heartbeat { Number = 7, At = 1 },
                new CommandState { Id = "c1", State = CommandStates.Failed, At = 5, Output = "main: --pass hunter2\nend", Cut = true },
                new Applied { Revision = 3, Digest = "abc", Refused = "no", Miners = [new() { Name = "gpu", State = MinerStates.Waiting, LastLines = ["seed: a b c d e f g"], Quarantined = ["0000:0a:00.0"] }] },
                new MinerLog { Instance = "gpu", First = 17, Lines = ["login://user:password@host", "\u001b[31mred"] },
            ],
            (bytes, kind) =>
            {
                switch (kind)
                {
                    case MessageKind.Heartbeat: _ = HeartbeatReader.Read(bytes); break;
                    case MessageKind.Hello: _ = Parse<Hello>(bytes).Inventory.ToRigInventory("1", _texts); break;
                    case MessageKind.Inventory: _ = Parse<InventoryChanged>(bytes).Inventory.ToRigInventory("1", _texts); break;
                    case MessageKind.CommandState: Assert.InRange(Parse<CommandState>(bytes).ToReport()?.Output?.Length ?? 0, 0, ProtocolLimits.CommandOutputBytes); break;
                    case MessageKind.Applied: Assert.InRange(Parse<Applied>(bytes).ToWork(Gateway.Samples.Now).Miners.Length, 0, ProtocolLimits.Miners); break;
                    case MessageKind.MinerLog: Assert.All(Parse<MinerLog>(bytes).ToLines()?.Lines ?? [], static line => Assert.InRange(line.Length, 0, ProtocolLimits.LogLineLength + 3)); break;
                    default: MessageScan.CheckWhole(bytes); break;
                }
            });
    }

    delegate void Take(byte[] bytes, MessageKind kind);

    static void Run(IReadOnlyList<AgentMessage> seeds, Take take) => ParserFuzz.RunBytes([.. seeds.Select(ProtocolJson.ToUtf8)], bytes =>
    {
        if (bytes.Length > ProtocolLimits.MessageBytes) { return; }
        try { take(bytes, MessageScan.KindOf(bytes)); }
        catch (MessageFault fault) { Assert.InRange(fault.CloseCode, 1000, 4999); }
    });

    /// <summary>As the connection does.</summary>
    static T Parse<T>(byte[] bytes) where T : AgentMessage
    {
        MessageScan.CheckMembers(bytes, ProtocolLimits.Members);
        try { return ProtocolJson.ReadAgentMessage(bytes) as T ?? throw new MessageFault(CloseCodes.Policy, "not the message that its type says"); }
        catch (JsonException) { throw new MessageFault(CloseCodes.Policy, "not the message that its type says"); }
    }
}
