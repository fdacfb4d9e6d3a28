using System.Text;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.State;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class RecoveryFileTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly FakeTimeProvider _time = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    readonly RecoveryFile _file;
    TimeSpan _uptime = TimeSpan.FromHours(1);

    public RecoveryFileTests() => _file = new(Path, new(TextWriter.Null, _time), _time);

    string Path => _folder.File("recovery.json");

    RecoveryMemory Read(string boot = "boot-1") => _file.Read(boot, () => _uptime);

    static int Left(RecoveryMemory memory, int hours = 0) => memory.Ladder.Budget.Left(memory.Clock.Now + TimeSpan.FromHours(hours), 3);

    RecoveryMemory Full()
    {
        var memory = Read();
        _uptime += TimeSpan.FromHours(7);
        memory.Ladder.Budget.Take(memory.Clock.Now);
        memory.Quarantine.Add(Rigs.Card1, "slow", memory.Clock.Now, "boot-1");
        for (int i = 0; i < 60; i++) { memory.Normal.Learn(Rigs.Miner, healthy: true); }
        memory.Ladder.Decide(new(memory.Clock.Now, Rigs.Well.Dead(Rigs.Card2), new([new(Cause.DeadGpu, null, Rigs.Card2, "dead")], new HashSet<string>(), new HashSet<string>(), true), new(), false));
        memory.Ladder.Decide(new(memory.Clock.Now + TimeSpan.FromMinutes(2), Rigs.Well.Dead(Rigs.Card2), new([new(Cause.DeadGpu, null, Rigs.Card2, "dead")], new HashSet<string>(), new HashSet<string>(), true), new(), false));
        _uptime += TimeSpan.FromMinutes(10);
        Assert.True(_file.TryWrite(memory));
        return memory;
    }

    [Fact]
    public void Everything_survives()
    {
        var memory = Full();
        var again = Read();
        Assert.Equal(memory.Clock.Now, again.Clock.Now);
        Assert.Equal(memory.Ladder.Budget.At, again.Ladder.Budget.At);
        Assert.Equal(memory.Quarantine.Known, again.Quarantine.Known);
        Assert.Equal(Rigs.Normal, again.Normal.Normal(Rigs.Miner.Work));
        Assert.Equal(Rigs.NormalCard, again.Normal.Normal(Rigs.Miner.Work, Rigs.Card3));
        var episode = Assert.Single(again.Ladder.Episodes);
        var before = Assert.Single(memory.Ladder.Episodes);
        Assert.Equal((before.Key, before.Rung, before.NextAt, before.Fault), (episode.Key, episode.Rung, episode.NextAt, episode.Fault));
        Assert.Equal(2, Left(again));
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_rig_without_a_file_waits_a_window_for_its_first_reboot()
    {
        var memory = Read();
        Assert.Equal((0, 0, 3), (Left(memory), Left(memory, hours: 5), Left(memory, hours: 6)));
    }

    [Fact]
    public void A_file_from_the_future_counts_as_used_up()
    {
        Full();
        var before = new FakeTimeProvider(new(1970, 1, 1, 0, 5, 0, TimeSpan.Zero));
        var memory = new RecoveryFile(Path, new(TextWriter.Null, before), before).Read("boot-2", () => TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0, 3), (Left(memory), Left(memory, hours: 5), Left(memory, hours: 6)));
        Assert.Equal(Rigs.Normal, memory.Normal.Normal(Rigs.Miner.Work));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":2,\"savedAt\":1}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":-5}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"reboots\":[99]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"reboots\":[-1]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":1e300}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"episodes\":[null]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"episodes\":[{\"cause\":\"99\"}]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"quarantine\":[{\"busId\":\"a\",\"times\":1},{\"busId\":\"a\",\"times\":1}]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"works\":[{\"work\":\"w\",\"blocks\":{\"\":null}}]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"reboots\":[1")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"works\":[{\"work\":\"w\",\"blocks\":{\"\":[0]}}]}")]
    [InlineData("{\"version\":1,\"savedAt\":1,\"runSeconds\":10,\"episodes\":[{\"cause\":\"DeadGpu\",\"rung\":50}]}")]
    public void A_damaged_file_counts_as_used_up(string text)
    {
        File.WriteAllBytes(Path, RecoveryFile.Seal(Encoding.UTF8.GetBytes(text)));
        var memory = Read();
        Assert.Equal((0, 0, 3), (Left(memory), Left(memory, hours: 5), Left(memory, hours: 6)));
        Assert.True(_file.TryWrite(memory));
        Assert.Equal(0, Left(Read()));
    }

    [Fact]
    public void A_file_that_is_too_long_or_no_file_is_damaged()
    {
        File.WriteAllText(Path, new(' ', RecoveryFile.MaximumBytes + 1));
        Assert.Equal(0, Left(Read(), hours: 5));
        File.Delete(Path);
        Directory.CreateDirectory(Path);
        Assert.Equal(0, Left(Read(), hours: 5));
        Assert.False(_file.TryWrite(RecoveryMemory.Blank("b", () => _uptime)));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_damage()
    {
        var file = new RecoveryFile(_folder.File("none/recovery.json"), new(TextWriter.Null, _time), _time);
        Assert.Equal(0, Left(file.Read("b", () => _uptime), hours: 5));
        Assert.False(file.TryWrite(RecoveryMemory.Blank("b", () => _uptime)));
    }

    [Fact]
    public void No_damage_throws_or_frees_a_reboot()
    {
        Full();
        byte[] good = File.ReadAllBytes(Path);
        for (int seed = 0; seed < 1500; seed++)
        {
            byte[] bad = Mutate(good, new(seed));
            if (bad.SequenceEqual(good)) { continue; }
            File.WriteAllBytes(Path, bad);
            Assert.Equal(0, Left(Read(), hours: 5));
        }
    }

    /// <summary>Damage with a right checksum: whoever writes such a file has the rig anyway, but nothing may throw.</summary>
    [Fact]
    public void No_sealed_damage_throws()
    {
        Full();
        byte[] good = File.ReadAllBytes(Path)[65..];
        int sound = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            File.WriteAllBytes(Path, RecoveryFile.Seal(Mutate(good, new(seed))));
            var read = Read();
            Assert.True(_file.TryWrite(read));
            if (read.Ladder.Budget.UsedUpUntil is null) { sound++; }
            Assert.Equal(read.Clock.Now, Read().Clock.Now);
        }
        Assert.InRange(sound, 1, 250);
    }

    static byte[] Mutate(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        switch (random.Next(4))
        {
            case 0: return bytes[..random.Next(bytes.Length)];
            case 1: for (int i = random.Next(1, 8); i > 0; i--) { bytes[random.Next(bytes.Length)] = (byte)random.Next(256); } return bytes;
            case 2: return [.. bytes, .. Encoding.UTF8.GetBytes("{}")];
            default:
                int from = random.Next(bytes.Length), length = random.Next(Math.Min(40, bytes.Length - from));
                return [.. bytes[..from], .. bytes[(from + length)..]];
        }
    }

    public void Dispose() => _folder.Dispose();
}
