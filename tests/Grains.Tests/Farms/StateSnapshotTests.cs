using System.Text.Json.Nodes;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Storage;

namespace BloxOs.Grains.Tests.Farms;

/// <summary>What older programs stored under these names must be read for ever: extend the snapshots, never change what they hold.</summary>
public sealed class StateSnapshotTests
{
    static readonly GrainStateJson Json = new();

    [Fact]
    public void A_stored_rig_is_read_and_written_as_it_was()
    {
        var rig = Json.Deserialize<RigState>(Snapshot("rig-state.json"));
        Assert.Equal(("farmfarmfarmfarmfarmfarm22", "North \"<1>\" Ёж"), (rig.FarmId, rig.Name));
        Assert.Equal(["basement", "amd"], rig.Tags);
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T12:34:56.789Z"), rig.CreatedAt);
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T13:00:00Z"), rig.LastSeenAt);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), rig.TokenHash);
        Assert.Equal(("north-1", "0.1.0", 12, 17_179_869_184), (rig.Inventory.HostName, rig.Inventory.AgentVersion, rig.Inventory.CpuThreads, rig.Inventory.MemoryBytes));
        Assert.Equal(["192.168.1.5", "fe80::1"], rig.Inventory.Addresses.AsEnumerable());
        Assert.Equal(("GPU-1", 320.5f), (rig.Inventory.Gpus[0].Uuid, rig.Inventory.Gpus[0].PowerLimitDefaultWatts));
        Assert.Equal(("ASRock H110 Pro BTC+", 60_000_000_000, true), (rig.Inventory.Board, rig.Inventory.DiskBytes, rig.Inventory.DiskReadOnly));
        Assert.False(rig.Inventory.CanReboot);
        Assert.Equal(("samsung", "ASUS", 4, 16), (rig.Inventory.Gpus[0].MemoryVendor, rig.Inventory.Gpus[0].Board, rig.Inventory.Gpus[0].PcieGenerationMax, rig.Inventory.Gpus[0].PcieWidthMax));
        Assert.Equal(new GpuDescription { Index = 3 }, rig.Inventory.Gpus[1]);
        Assert.Equal((3L, (byte)28, DateTimeOffset.Parse("2026-11-23T13:00:00Z")), (rig.Version, rig.NextTokenHash![0], rig.NextTokenUntil!.Value));
        Assert.Equal((true, "0000:0a:00.0", RigEnding.Goodbye), (rig.Away, Assert.Single(rig.LostGpus), rig.Ending));
        Assert.Equal((DateTimeOffset.Parse("2026-11-22T12:59:58Z"), new LastMiner("T-Rex", "0.26.8", "kawpow", "RVN", "pool.example.com:4444")), (rig.LastWork!.At, rig.LastWork.Miners[0]));
        Assert.Equal(new LastMiner(null, null, "randomx", null, null), rig.LastWork.Miners[1]);
        AssertSame("rig-state.json", Json.Serialize(rig));
    }

    [Fact]
    public void A_stored_farm_is_read_and_written_as_it_was()
    {
        var farm = Json.Deserialize<FarmState>(Snapshot("farm-state.json"));
        Assert.Equal(("Home", DateTimeOffset.Parse("2026-11-22T12:00:00Z")), (farm.Name, farm.CreatedAt));
        Assert.Equal([FarmLevel.Owner, FarmLevel.Viewer, FarmLevel.Operator, FarmLevel.Manager], farm.Members.Values);
        Assert.Equal(FarmLevel.Owner, farm.Members["useruseruseruseruseruser22"]);
        Assert.Equal(["rigrigrigrigrigrigrigrig22", "rigrigrigrigrigrigrigrig33"], farm.RigIds.Order());
        Assert.Equal((0.2875m, "EUR", "Europe/Berlin", 4L), (farm.PricePerKilowattHour!.Value, farm.Currency, farm.TimeZone, farm.Version));
        Assert.Equal(("garage", DateTimeOffset.Parse("2026-11-23T12:00:00Z")), (Assert.Single(farm.Tags), farm.DeletedAt!.Value));
        Assert.Equal("useruseruseruseruseruser55", Assert.Single(farm.ListsToChange));
        var invite = Assert.Single(farm.Invites);
        Assert.Equal(("inviteinviteinviteinvite22", FarmLevel.Operator, "jon@example.org", (byte)31), (invite.InviteId, invite.Level, invite.Email, invite.TokenHash[31]));
        var code = Assert.Single(farm.EnrollmentCodes);
        Assert.Equal(("codecodecodecodecodecode22", 5, "rigrigrigrigrigrigrigrig22", (byte)28), (code.CodeId, code.MaxUses, Assert.Single(code.Uses).RigId, code.Uses[0].KeyHash[0]));
        Assert.Equal(HeatRule.Default with { Model = "3080", Memory = new(90, 100, 106), Accepted = new(98.5m, 96, 94) }, farm.Heat[0]);
        Assert.Equal(new HeatRule { Model = "6800", Memory = new(84, 92, 100) }, farm.Heat[1]);   // what is not set is as for every card
        Assert.Equal(2, farm.Heat.Length);
        AssertSame("farm-state.json", Json.Serialize(farm));
    }

    [Fact]
    public void Stored_orders_are_read_and_written_as_they_were()
    {
        var orders = Json.Deserialize<RigOrdersState>(Snapshot("rig-orders-state.json"));
        var command = Assert.Single(orders.Commands);
        Assert.Equal(("commandcommandcommandcomm22", CommandKind.UpdateAgent, "main", "1.2.3", "Mara"), (command.CommandId, command.Kind, command.Instance, command.Version, command.OrderedBy));
        Assert.Equal((CommandPhase.Failed, "no\nspace", true), (command.Phase, command.Output, command.Cut));
        Assert.Equal(DateTimeOffset.Parse("2026-11-29T12:00:04Z"), command.EndedAt);
        Assert.Equal((77L, 5L, true, "Mara"), (orders.HappenedUpTo, orders.Wanted.Revision, orders.Wanted.Maintenance, orders.Wanted.ChangedBy));
        var miner = Assert.Single(orders.Wanted.Miners!.Value);
        Assert.Equal(("main", "t-rex", "t-rex/0.26.8/t-rex", false, 4, 1e6), (miner.Name, miner.Miner, miner.Program, miner.Enabled, miner.CpuThreads!.Value, miner.LeastHashrate!.Value));
        Assert.Equal(("0000:0a:00.0", "--no-color"), (Assert.Single(miner.Devices), Assert.Single(miner.Arguments)));
        var pool = Assert.Single(Assert.Single(miner.Algorithms).Pools);
        Assert.Equal(("pool.example", 3333, true, "wallet", "oak", "sealed"), (pool.Host, pool.Port, pool.Tls, pool.User, pool.Worker, pool.SealedPassword));
        Assert.Equal((true, 2, 70.0, 85.0, 100.0), (orders.Wanted.Recovery!.Enabled, orders.Wanted.Recovery.RebootsInSixHours!.Value, orders.Wanted.Recovery.LowHashratePercent!.Value, orders.Wanted.Recovery.StopCoreCelsius!.Value, orders.Wanted.Recovery.StopMemoryCelsius!.Value));
        AssertSame("rig-orders-state.json", Json.Serialize(orders));
    }

    [Theory]
    [InlineData("rig-orders-state.json", typeof(RigOrdersState))]
    [InlineData("rig-state.json", typeof(RigState))]
    [InlineData("farm-state.json", typeof(FarmState))]
    [InlineData("inventory", typeof(RigInventory))]
    public void The_snapshot_has_every_member(string snapshot, Type state)
    {
        var json = (snapshot == "inventory" ? JsonNode.Parse(Snapshot("rig-state.json"))!["inventory"]! : JsonNode.Parse(Snapshot(snapshot))!).AsObject();
        var members = state.GetProperties().Where(p => p.CanWrite && !p.GetMethod!.IsStatic).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);
        Assert.Equal(members.Order(), json.Select(m => m.Key).Order());
    }

    [Fact]
    public void The_least_that_was_ever_stored_is_enough()
    {
        Assert.Equal((0, 0, null), Json.Deserialize<RigState>(new("{}")) is var rig ? (rig.Inventory.Gpus.Length, rig.Tags.Length, rig.LastSeenAt) : default);
        Assert.Equal((0, 0), Json.Deserialize<RigOrdersState>(new("{}")) is var orders ? (orders.Commands.Count, orders.Wanted.Revision) : default);
        Assert.Empty(Json.Deserialize<FarmState>(new("""{"name":"x"}""")).RigIds);
    }

    static BinaryData Snapshot(string name)
    {
        using var stream = typeof(StateSnapshotTests).Assembly.GetManifestResourceStream(name)!;
        return BinaryData.FromStream(stream);
    }

    static void AssertSame(string snapshot, BinaryData written) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Snapshot(snapshot)), JsonNode.Parse(written)), $"{snapshot} is now written as {written}");
}
