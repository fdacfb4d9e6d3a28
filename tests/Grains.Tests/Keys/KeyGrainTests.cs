using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Tests.Users;

namespace BloxOs.Grains.Tests.Keys;

public sealed class KeyGrainTests
{
    static readonly KeyDraft s_draft = new() { Name = " grafana ", Scope = KeyScope.Read };

    [Fact, Trait("check", "26")]
    public async Task A_use_is_noted_once_a_minute_and_an_ended_key_is_dead()
    {
        await using var silo = await UserSilo.StartAsync();
        var keys = silo.Grains.GetGrain<IUserKeysGrain>(OpaqueId.New());
        var made = await keys.Create(s_draft);
        Assert.Equal("grafana", made.Key!.Name);
        Assert.Null(made.Key.LastUsedAt);
        var key = silo.Grains.GetGrain<IApiKeyGrain>(made.Key.KeyId);
        byte[] hash = KeyText.HashOf(made.Secret!);
        var first = (await key.Use(hash))!.LastUsedAt;
        silo.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(first, (await key.Use(hash))!.LastUsedAt);
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotEqual(first, (await key.Use(hash))!.LastUsedAt);

        Assert.Null(await key.Use(KeyText.HashOf(KeyText.NewApiKey(made.Key.KeyId))));
        Assert.True(await keys.Revoke(made.Key.KeyId));
        Assert.Null(await key.Use(hash));
        Assert.False(await keys.Revoke(made.Key.KeyId));
        Assert.Empty(await keys.GetKeys());
    }

    [Fact, Trait("bad-input", "87")]
    public async Task A_user_has_fifty_keys_at_most_and_none_that_has_ended_already()
    {
        await using var silo = await UserSilo.StartAsync();
        var keys = silo.Grains.GetGrain<IUserKeysGrain>(OpaqueId.New());
        Assert.Equal(KeyOutcome.Ended, (await keys.Create(s_draft with { ExpiresAt = silo.Time.GetUtcNow() })).Outcome);
        for (int at = 0; at < IUserKeysGrain.MaxKeys; at++) { Assert.Equal(KeyOutcome.Done, (await keys.Create(s_draft)).Outcome); }
        Assert.Equal(KeyOutcome.TooMany, (await keys.Create(s_draft)).Outcome);
        Assert.Equal(IUserKeysGrain.MaxKeys, await keys.RevokeAll());
        Assert.Equal(KeyOutcome.Done, (await keys.Create(s_draft)).Outcome);
    }

    [Fact, Trait("check", "31")]
    public async Task Of_two_who_show_the_same_refresh_token_the_second_ends_the_family()
    {
        await using var silo = await UserSilo.StartAsync();
        string id = OpaqueId.New(), secret = OpaqueId.New(), token = KeyText.NewRefreshToken(id, secret);
        byte[] mark = KeyText.HashOf(secret), next = KeyText.HashOf(KeyText.NewRefreshToken(id, secret));
        var family = silo.Grains.GetGrain<ITokenFamilyGrain>(id);
        var account = UserSilo.Account("mara@example.org");
        await silo.User(account.UserId).Create(account);
        await family.Begin(new() { UserId = account.UserId, Mark = "m", SecretHash = mark, EndsAt = silo.Time.GetUtcNow().AddDays(30) }, KeyText.HashOf(token));

        Assert.Equal(TokenOutcome.Unknown, (await family.Take(KeyText.HashOf(token), KeyText.HashOf("guess"), next)).Outcome);
        var both = await Task.WhenAll(family.Take(KeyText.HashOf(token), mark, next), family.Take(KeyText.HashOf(token), mark, next));
        Assert.Equal([TokenOutcome.Done, TokenOutcome.Reused], both.Select(static t => t.Outcome).Order());
        Assert.Equal(TokenOutcome.Unknown, (await family.Take(next, mark, next)).Outcome);
    }
}
