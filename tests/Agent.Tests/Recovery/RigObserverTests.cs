using System.Net;
using System.Net.Sockets;
using BloxOs.Agent.Control;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>What the agent reads becomes what the ladder judges; pools are real sockets.</summary>
public sealed class RigObserverTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly TcpListener _pool = new(IPAddress.Loopback, 0);
    readonly Inventory _inventory = new() { CpuThreads = 4, Gpus = [.. Rigs.Cards.Select((c, i) => new GpuInventory { Index = i, BusId = c, Vendor = "nvidia" })] };
    readonly Socket _closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    RigObserver _observer;

    public RigObserverTests()
    {
        _pool.Start();
        // Taken and deaf: no other test can listen there.
        _closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _observer = new(Rigs.Floors, new(_time), ("127.0.0.1", Port), _time);
    }

    int Port => ((IPEndPoint)_pool.LocalEndpoint).Port;

    MinerStatus Status(int port, int? process = 7) => new(
        new()
        {
            Name = "gpu",
            Miner = "t-rex",
            Algorithms = [new() { Algorithm = "kawpow", Pools = [new() { Host = "127.0.0.1", Port = port, User = "w" }] }],
        },
        process is null ? MinerStates.Waiting : MinerStates.Running)
    {
        ProcessId = process,
        Api = process is null ? null : new(IPAddress.Loopback, 4067),
        Quarantined = [Rigs.Card3],
    };

    static MinerSnapshot Said(long accepted, double? hashrate = 100) => new(MinerCatalog.Find("t-rex")!, 7)
    {
        Name = "gpu",
        Reading = new() { Work = [new MinerWork { Algorithm = "kawpow", Hashrate = hashrate, Shares = new() { Accepted = accepted } }] },
    };

    async Task<RigView> LookAsync(MinerStatus status, MinerSnapshot? said = null)
    {
        var sample = new Stats
        {
            Cpu = new() { Load1 = 2 },
            Gpus = [new() { Index = 0, CoreCelsius = 61 }, new() { Index = 1, Fault = "GPU is lost" }],
            Work = [new() { Algorithm = "kawpow", Gpus = [new() { Index = 0, Hashrate = 25 }, new() { Index = 3, Hashrate = 1 }] }],
        };
        return await _observer.LookAsync(_inventory, sample, [status], said is null ? [] : [said], new Dictionary<string, string> { [Rigs.Card2] = "hot" }, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Cards_and_speeds_are_told_by_their_address()
    {
        var rig = await LookAsync(Status(Port), Said(1));
        Assert.Equal((61, "GPU is lost", true, 2, 4), (rig.Gpus[0].CoreCelsius, rig.Gpus[1].Fault, rig.Gpus[2].HeldForHeat, rig.Load1, rig.CpuThreads));
        Assert.Equal([true, false, false, false], rig.Gpus.Select(g => g.Answers));
        var miner = Assert.Single(rig.Miners);
        Assert.Equal([Rigs.Card0, Rigs.Card1, Rigs.Card2], miner.Cards);
        Assert.Equal(25, Assert.Single(miner.CardHashrates, c => c.Key == Rigs.Card0).Value);
        Assert.Single(miner.CardHashrates);
        Assert.Equal((100, true), (miner.Hashrate, miner.HasWorked));
    }

    [Fact]
    public async Task An_answer_once_and_a_floor_that_was_reached_are_remembered()
    {
        _observer = new(new NormalHashrates([]), new(_time), null, _time);
        Assert.False((await LookAsync(Status(Port))).Miners[0].HasAnswered);
        Assert.True((await LookAsync(Status(Port), Said(1))).Miners[0].HasAnswered);
        var next = (await LookAsync(Status(Port, process: 8))).Miners[0];
        Assert.Equal((true, false, false), (next.HasAnswered, next.HasWorked, next.ReachedFloor));

        _observer = new(Rigs.Floors, new(_time), null, _time);
        Assert.True((await LookAsync(Status(Port))).Miners[0] is { ReachedFloor: true, HasAnswered: true });
        Assert.True((await LookAsync(Floor(Rigs.Normal))).Miners[0].ReachedFloor);
        Assert.True((await LookAsync(Floor(Rigs.Normal * 1000))).Miners[0] is { ReachedFloor: false, HasWorked: true });

        MinerStatus Floor(double least) => Status(Port) is var status ? status with { Wanted = status.Wanted with { LeastHashrate = least } } : throw new InvalidOperationException();
    }

    [Fact]
    public async Task Silence_and_shares_are_timed_from_when_they_were_seen()
    {
        await LookAsync(Status(Port), Said(0));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, (await LookAsync(Status(Port), Said(6))).Miners[0].NoShareFor);
        _time.Advance(TimeSpan.FromMinutes(4));
        var miner = (await LookAsync(Status(Port))).Miners[0];
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(4)), (miner.RunningFor, miner.SilentFor, miner.NoShareFor));
        Assert.Equal(TimeSpan.FromMinutes(5) / 6, miner.ShareEvery);
        // Another process begins anew.
        miner = (await LookAsync(Status(Port, process: 8), Said(9))).Miners[0];
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, null), (miner.RunningFor, miner.SilentFor, miner.NoShareFor));
        Assert.Null((await LookAsync(Status(Port, process: null))).Miners[0].RunningFor);
    }

    [Fact]
    public async Task A_pool_that_takes_no_connection_and_a_server_that_does_are_told_apart_from_no_way_out()
    {
        int closed = ((IPEndPoint)_closed.LocalEndPoint!).Port;
        var rig = await LookAsync(Status(closed));
        Assert.Equal((false, true), (rig.Miners[0].PoolAnswers, rig.OutsideReachable));
        _observer = new(Rigs.Floors, new(_time), ("127.0.0.1", closed), _time);
        rig = await LookAsync(Status(closed));
        Assert.Equal((false, false), (rig.Miners[0].PoolAnswers, rig.OutsideReachable));
        // Shares that came a moment ago need no try.
        await LookAsync(Status(closed), Said(1));
        rig = await LookAsync(Status(closed), Said(2));
        Assert.Equal((null, true), (rig.Miners[0].PoolAnswers, rig.OutsideReachable));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("no such host.invalid", 1)]
    [InlineData("127.0.0.1", 0)]
    [InlineData("127.0.0.1", 70000)]
    public async Task A_place_that_cannot_be_does_not_answer(string host, int port) =>
        Assert.False(await new PoolProbe(TimeProvider.System).AnswersAsync(host, port, TestContext.Current.CancellationToken));

    public void Dispose()
    {
        _pool.Dispose();
        _closed.Dispose();
    }
}
