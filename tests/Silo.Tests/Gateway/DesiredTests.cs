using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.Silo.Secrets;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Silo.Tests.Gateway;

public sealed class DesiredTests(DesiredTests.KeyedHost host) : IClassFixture<DesiredTests.KeyedHost>
{
    [Fact]
    public async Task What_is_wanted_comes_after_the_welcome_and_with_every_change_with_its_password_in_clear()
    {
        var rig = await host.AddRigAsync();
        Assert.Equal(ChangeResult.Done(1), await WantAsync(rig.RigId, Wanted(0, host.Passwords.Seal("hunter2"))));
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        var desired = await agent.ReadAsync<Desired>();
        var miner = Assert.Single(desired.Miners!);
        var pool = Assert.Single(Assert.Single(miner.Algorithms!).Pools!);
        Assert.Equal((1, "main", "t-rex", true, true), (desired.Revision, miner.Name, miner.Miner, miner.Enabled!.Value, desired.Maintenance!.Value));
        Assert.Equal(("pool.example", 3333, true, "wallet", "oak", "hunter2"), (pool.Host, pool.Port, pool.Tls!.Value, pool.User, pool.Worker, pool.Password));
        Assert.Equal(["--no-color"], miner.Arguments!);
        Assert.Equal((2, 85.0), (desired.Recovery!.RebootsInSixHours!.Value, desired.Recovery.StopCoreCelsius!.Value));

        Assert.Equal(ChangeOutcome.Changed, (await WantAsync(rig.RigId, Wanted(0, null))).Outcome);
        Assert.Equal(ChangeResult.Done(2), await WantAsync(rig.RigId, Wanted(1, null) with { Maintenance = false }));
        desired = await agent.ReadAsync<Desired>();
        Assert.Equal((2, false, null), (desired.Revision, desired.Maintenance!.Value, desired.Miners![0].Algorithms![0].Pools![0].Password));
    }

    [Fact]
    public async Task A_rig_that_has_the_revision_is_told_nothing_and_one_that_has_a_newer_is_outrun()
    {
        var rig = await host.AddRigAsync();
        await WantAsync(rig.RigId, Wanted(0, null));
        var (same, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 1);
        using (same)
        {
            await same.HeartbeatAsync();   // reads acknowledgements only
        }
        var (newer, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 7);   // the server was put back to a backup
        using var open = newer;
        Assert.Equal(8, (await newer.ReadAsync<Desired>()).Revision);
        Assert.Equal(ChangeResult.Done(9), await WantAsync(rig.RigId, Wanted(8, null)));
    }

    [Theory]
    [InlineData("Main", "t-rex", "pool.example", 3333)]
    [InlineData("main", "", "pool.example", 3333)]
    [InlineData("main", "t-rex", "stratum+tcp://pool.example", 3333)]
    [InlineData("main", "t-rex", "pool.example", 0)]
    public async Task What_makes_no_sense_is_refused(string name, string program, string poolHost, int port)
    {
        var rig = await host.AddRigAsync();
        var wanted = Wanted(0, null);
        var miner = wanted.Miners!.Value[0] with { Name = name, Miner = program };
        miner = miner with { Algorithms = [miner.Algorithms[0] with { Pools = [miner.Algorithms[0].Pools[0] with { Host = poolHost, Port = port }] }] };
        var answer = await WantAsync(rig.RigId, wanted with { Miners = [miner] });
        Assert.Equal(ChangeOutcome.Refused, answer.Outcome);
        Assert.NotEmpty(answer.Reason!);
        Assert.Equal(0, (await host.Rig(rig.RigId).GetOrders())!.Wanted.Revision);
    }

    [Fact]
    public async Task A_password_that_cannot_be_opened_is_never_left_out_silently()
    {
        var rig = await host.AddRigAsync();
        using var other = new PoolPasswords(MasterKey.Create(host.OtherKey));
        await WantAsync(rig.RigId, Wanted(0, other.Seal("hunter2")));
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        await agent.HeartbeatAsync();   // no desired state came before
        await Eventually.Async(async () => (await host.Rig(rig.RigId).GetOrders())!.HeldBack is not null, what: "word that it is held back", cancellation: TestContext.Current.CancellationToken);
    }

    [Theory, InlineData("a"), InlineData("<"), InlineData("\u00e9"), InlineData("\u20ac")]
    public async Task What_would_not_fit_into_one_message_is_refused_and_what_is_taken_fits(string letter)
    {
        string text = string.Concat(Enumerable.Repeat(letter, 200));
        var one = Wanted(0, null).Miners!.Value[0];
        var pool = one.Algorithms[0].Pools[0] with { User = text, SealedPassword = host.Passwords.Seal(text) };
        one = one with { Algorithms = [one.Algorithms[0] with { Pools = [.. Enumerable.Repeat(pool, 8)] }], Miner = "own-miner", Arguments = [.. Enumerable.Repeat(text, 10)] };
        WantedWork Of(int miners) => Wanted(0, null) with { Miners = [.. Enumerable.Range(0, miners).Select(i => one with { Name = $"m{i}" })] };
        int taken = 0;
        for (int miners = 1; miners <= 16; miners++)
        {
            int bytes = ProtocolJson.ToUtf8(new OrderWork(Of(miners)).ToMessage(DateTimeOffset.UnixEpoch, host.Passwords)!).Length;
            Assert.True(WantedRules.Bytes(Of(miners)) >= bytes);
            if (WantedRules.Bytes(Of(miners)) <= WantedRules.MostBytes) { taken = miners; Assert.True(bytes <= ProtocolLimits.MessageBytes); }
        }
        Assert.InRange(taken, 1, 15);
        var rig = await host.AddRigAsync();
        Assert.Equal(ChangeOutcome.Done, (await WantAsync(rig.RigId, Of(taken))).Outcome);
        var refused = await WantAsync(rig.RigId, Of(taken + 1) with { Revision = 1 });
        Assert.Contains("60 KiB", refused.Reason, StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "54")]
    public async Task What_a_rig_has_is_compared_by_a_digest_that_knows_no_passwords()
    {
        var rig = await host.AddRigAsync();
        await WantAsync(rig.RigId, Wanted(0, host.Passwords.Seal("hunter2")));
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, desiredRevision: 0);
        using var open = agent;
        var desired = await agent.ReadAsync<Desired>();
        Assert.Equal(DesiredDigest.Of(desired), OrderMapping.DigestOf((await host.Rig(rig.RigId).GetOrders())!.Wanted));
        var pool = desired.Miners![0].Algorithms![0].Pools![0];
        Assert.Equal(DesiredDigest.Of(desired), DesiredDigest.Of(With(desired, pool with { Password = "another" })));
        Assert.NotEqual(DesiredDigest.Of(desired), DesiredDigest.Of(With(desired, pool with { User = "thief" })));

        await agent.SendAsync(new Applied { Revision = 1, Digest = DesiredDigest.Of(desired) });
        await AppliedAsync(static applied => !applied.Differs);
        await agent.SendAsync(new Applied { Revision = 1, Digest = DesiredDigest.Of(With(desired, pool with { User = "thief" })) });
        await AppliedAsync(static applied => applied.Differs);
        Assert.Equal((2, "wallet"), await agent.ReadAsync<Desired>() is var again ? (again.Revision, again.Miners![0].Algorithms![0].Pools![0].User) : default);

        Task AppliedAsync(Predicate<AppliedWork> wanted) => Eventually.Async(
            async () => (await host.Rig(rig.RigId).GetOrders())!.Applied is { } applied && wanted(applied), what: "word of what is in force", cancellation: TestContext.Current.CancellationToken);
        static Desired With(Desired desired, DesiredPool pool) => desired with { Miners = [desired.Miners![0] with { Algorithms = [desired.Miners[0].Algorithms![0] with { Pools = [pool] }] }] };
    }

    Task<ChangeResult> WantAsync(string rigId, WantedWork wanted) => host.Rig(rigId).ChangeWanted(host.Farm.GetPrimaryKeyString(), wanted);

    static WantedWork Wanted(long revision, string? closedPassword) => new()
    {
        Revision = revision,
        Maintenance = true,
        Recovery = new() { RebootsInSixHours = 2, StopCoreCelsius = 85 },
        Miners =
        [
            new()
            {
                Name = "main", Miner = "t-rex", Arguments = ["--no-color"],
                Algorithms = [new() { Algorithm = "kawpow", Coin = "RVN", Pools = [new() { Host = "pool.example", Port = 3333, Tls = true, User = "wallet", Worker = "oak", SealedPassword = closedPassword }] }],
            },
        ],
    };

    /// <summary>A server that has the master key.</summary>
    public sealed class KeyedHost : GatewayHost, IDisposable
    {
        readonly TempDirectory _keys = new();

        public string OtherKey => _keys.File(Guid.NewGuid().ToString("N"));

        public PoolPasswords Passwords => Services.GetRequiredService<PoolPasswords>();

        public void Dispose() => _keys.Dispose();

        protected override void Configure(IServiceCollection services) => services.AddSingleton(MasterKey.Create(_keys.File("master.key"))).AddPoolPasswords();
    }
}
