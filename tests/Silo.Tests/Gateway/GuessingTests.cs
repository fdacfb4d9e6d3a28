using BloxOs.Grains.Identity;
using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Somebody tries tokens. A server of its own: the address is marked afterwards.</summary>
public sealed class GuessingTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    /// <summary>Few enough that all is over before the first failure is a minute old, on a slow machine too.</summary>
    const int Rigs = 100;

    /// <summary>Bad-inputs 3 and 4: a fleet behind the address that guesses tokens goes on.</summary>
    [Fact, Trait("check", "24")]
    public async Task Guessing_is_slowed_down_and_a_fleet_behind_the_same_address_is_not()
    {
        var fleet = await Task.WhenAll(Enumerable.Range(0, Rigs).Select(i => host.AddRigAsync($"rig {i}")));
        await InBatchesAsync(fleet, async rig => (await RawAgent.AttachAsync(host.EndPoint, rig.Token)).Agent.Dispose());

        int refused = 0;
        RawAgent? slowed = null;
        for (int i = 0; slowed is null && i < FailureLimiter.FailuresPerWindow + 10; i++)
        {
            string token = RigToken.New(OpaqueId.New());
            using var guess = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(i % 2 == 0 ? token : Mistyped(token)));
            if (guess.Status == 429) { slowed = guess; }
            else
            {
                Assert.Equal(401, guess.Status);
                refused++;
            }
        }
        Assert.NotNull(slowed);
        Assert.Equal(FailureLimiter.FailuresPerWindow, refused);
        string retry = slowed.Answer.Split("\r\n").Single(h => h.StartsWith("Retry-After: ", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(int.Parse(retry.Split(' ')[1]), 1, 60);

        await InBatchesAsync(fleet, async rig =>
        {
            var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
            using (agent) { await agent.SendAsync(Samples.Mining(1, TimeProvider.System.GetUtcNow())); await agent.ReadUntilStoredAsync(1); }
        });
        using var still = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(RigToken.New(OpaqueId.New())));
        Assert.Equal(429, still.Status);
    }

    static string Mistyped(string token) => token[..^1] + (token[^1] == '0' ? '1' : '0');

    static async Task InBatchesAsync<T>(IEnumerable<T> all, Func<T, Task> one)
    {
        foreach (var batch in all.Chunk(100)) { await Task.WhenAll(batch.Select(one)); }
    }
}
