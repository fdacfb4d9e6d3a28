using BloxOs.Grains.Keys;
using BloxOs.Silo.Storage;

namespace BloxOs.Grains.Tests.Keys;

/// <summary>States as they were stored once: today's code must read them. Never change a text here; add one.</summary>
public sealed class KeyStateSnapshotTests
{
    [Fact]
    public void A_key_of_version_0_1_is_read()
    {
        var state = Read<ApiKeyState>("""
            {"userId":"abcdefghijklmnopqrstuvwxyz","name":"grafana","scope":"Operate","farmIds":["bbcdefghijklmnopqrstuvwxyz"],"hash":"AQID",
             "createdAt":"2026-11-22T23:40:00+00:00","expiresAt":"2027-11-22T00:00:00+00:00","lastUsedAt":"2026-11-23T00:00:00+00:00","laterMember":1}
            """);
        Assert.Equal(("abcdefghijklmnopqrstuvwxyz", "grafana", KeyScope.Operate), (state.UserId, state.Name, state.Scope));
        Assert.Equal(["bbcdefghijklmnopqrstuvwxyz"], state.FarmIds);
        Assert.False(state.Wallets);
        Assert.Equal([1, 2, 3], state.Hash);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 23, 40, 0, TimeSpan.Zero), state.CreatedAt);
        Assert.Equal(new DateTimeOffset(2027, 11, 22, 0, 0, 0, TimeSpan.Zero), state.ExpiresAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), state.LastUsedAt);
        AssertSame(state);
    }

    [Fact]
    public void A_list_of_keys_of_version_0_1_is_read()
    {
        var state = Read<UserKeysState>("""{"keyIds":["abcdefghijklmnopqrstuvwxyz"]}""");
        Assert.Equal(["abcdefghijklmnopqrstuvwxyz"], state.KeyIds);
        AssertSame(state);
    }

    [Fact]
    public void A_family_of_tokens_of_version_0_1_is_read()
    {
        var state = Read<TokenFamilyState>("""
            {"userId":"abcdefghijklmnopqrstuvwxyz","mark":"bWFyaw","secretHash":"AQ==","tokenHash":"AQI=","enteredAt":"2026-11-22T23:40:00+00:00","endsAt":"2026-12-22T23:40:00+00:00"}
            """);
        Assert.Equal(("abcdefghijklmnopqrstuvwxyz", "bWFyaw"), (state.UserId, state.Mark));
        Assert.Equal([1], state.SecretHash);
        Assert.Equal([1, 2], state.TokenHash);
        Assert.Equal(TimeSpan.FromDays(30), state.EndsAt - state.EnteredAt);
        AssertSame(state);
    }

    [Fact]
    public void Signing_keys_of_version_0_1_are_read()
    {
        var state = Read<SigningKeysState>("""{"keys":[{"id":"abcdefghijklmnopqrstuvwxyz","protected":"CfDJ8","createdAt":"2026-11-22T23:40:00+00:00"}]}""");
        Assert.Equal(new SigningKey("abcdefghijklmnopqrstuvwxyz", "CfDJ8", new DateTimeOffset(2026, 11, 22, 23, 40, 0, TimeSpan.Zero)), Assert.Single(state.Keys));
        AssertSame(state);
    }

    static T Read<T>(string json) => new GrainStateJson().Deserialize<T>(BinaryData.FromString(json));

    /// <summary>What is written now is read as the same.</summary>
    static void AssertSame<T>(T state)
    {
        var json = new GrainStateJson();
        var written = json.Serialize(state);
        Assert.Equal(written.ToString(), json.Serialize(json.Deserialize<T>(written)).ToString());
    }
}
