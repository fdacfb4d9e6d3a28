using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;

namespace BloxOs.Grains.Tests.Keys;

public sealed class KeyTextTests
{
    [Fact, Trait("check", "25")]
    public void A_key_names_its_id_and_a_mistyped_one_is_none()
    {
        string id = OpaqueId.New(), key = KeyText.NewApiKey(id);
        Assert.StartsWith("bxk_", key, StringComparison.Ordinal);
        Assert.Equal(id, KeyText.ApiKeyId(key));
        Assert.NotEqual(key, KeyText.NewApiKey(id));
        for (int at = 0; at < key.Length; at++)
        {
            string mistyped = string.Concat(key.AsSpan(0, at), key[at] == 'a' ? "b" : "a", key.AsSpan(at + 1));
            Assert.Null(KeyText.ApiKeyId(mistyped));
        }
        Assert.Null(KeyText.ApiKeyId(key + "0"));
        Assert.Null(KeyText.ApiKeyId(key[..^1]));
        Assert.Null(KeyText.ApiKeyId(""));
        Assert.Null(KeyText.ApiKeyId(RigToken.New(id)));
    }

    [Fact, Trait("check", "25"), Trait("check", "31")]
    public void A_refresh_token_names_its_family_and_every_token_is_another()
    {
        string id = OpaqueId.New(), secret = OpaqueId.New(), token = KeyText.NewRefreshToken(id, secret);
        Assert.Equal((id, secret), KeyText.Refresh(token));
        Assert.NotEqual(token, KeyText.NewRefreshToken(id, secret));
        Assert.Null(KeyText.Refresh(KeyText.NewApiKey(id)));
        Assert.Null(KeyText.Refresh(token[..^1] + (token[^1] == '0' ? '1' : '0')));
        Assert.Null(KeyText.Refresh(token.Replace('_', '-')));
    }
}
