using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Tests.Users;

namespace BloxOs.Grains.Tests.Links;

public sealed class AccountLinkTests
{
    [Fact, Trait("check", "25"), Trait("bad-input", "102")]
    public async Task Of_racing_uses_one_gets_it_and_none_later()
    {
        await using var silo = await UserSilo.StartAsync();
        var (link, hash) = (silo.Grains.GetGrain<IAccountLinkGrain>(OpaqueId.New()), new byte[32]);
        await link.Create(new() { ExpiresAt = silo.Time.GetUtcNow().AddHours(1) }, hash);
        await Assert.ThrowsAsync<InvalidOperationException>(() => link.Create(new(), hash));
        Assert.Null(await link.Use([.. Enumerable.Repeat((byte)1, 32)]));
        Assert.NotNull(await link.Find(hash));

        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => link.Use(hash)));
        Assert.Single(uses, static one => one is not null);
        Assert.Null(await link.Find(hash));
    }

    [Fact, Trait("bad-input", "102")]
    public async Task A_link_that_is_over_opens_nothing()
    {
        await using var silo = await UserSilo.StartAsync();
        var (link, hash) = (silo.Grains.GetGrain<IAccountLinkGrain>(OpaqueId.New()), new byte[32]);
        await link.Create(new() { ExpiresAt = silo.Time.GetUtcNow().AddHours(1) }, hash);
        silo.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await link.Find(hash));
        Assert.Null(await link.Use(hash));
    }
}
