using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;

namespace BloxOs.Web.Tests.Access;

public sealed class CallerTests
{
    static readonly string s_id = OpaqueId.New();

    [Fact]
    public void Nobody_calls_without_an_authenticated_id()
    {
        Assert.Null(Caller.Of(new ClaimsPrincipal()));
        Assert.Null(Caller.Of(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, s_id)]))));   // not authenticated
        Assert.Null(Of(id: "1"));
        Assert.Null(Of(id: "' OR 1=1"));
    }

    [Fact]
    public void A_session_reaches_what_its_farms_say()
    {
        var caller = Of((AccessClaims.Session, "s"), (AccessClaims.Entered, "1700000000"))!;
        Assert.Equal((s_id, UserRole.User, CallerKind.Session, "s", FarmLevel.Owner, false), (caller.UserId, caller.Role, caller.Kind, caller.SessionId, caller.Cap, caller.IsAdmin));
        Assert.Equal((null, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), (caller.Farms, caller.EnteredAt));
    }

    [Theory]
    [InlineData("admin", FarmLevel.Owner, true)]
    [InlineData("monitor", FarmLevel.Viewer, false)]
    [InlineData("user", FarmLevel.Owner, false)]
    [InlineData("ADMIN", FarmLevel.Owner, false)]   // not a word of ours: the least role
    [InlineData("", FarmLevel.Owner, false)]
    public void A_role_caps(string role, FarmLevel cap, bool admin)
    {
        var caller = Of((AccessClaims.Role, role))!;
        Assert.Equal((cap, admin), (caller.Cap, caller.IsAdmin));
    }

    [Theory, Trait("check", "26")]
    [InlineData("viewer", FarmLevel.Viewer)]
    [InlineData("manager", FarmLevel.Manager)]
    [InlineData("17", FarmLevel.None)]
    [InlineData("everything", FarmLevel.None)]
    [InlineData(null, FarmLevel.None)]
    public void A_key_reaches_its_cap_and_nothing_when_that_cannot_be_read(string? cap, FarmLevel expected)
    {
        (string, string)[] claims = [(AccessClaims.Key, "k"), (AccessClaims.Role, "admin"), (AccessClaims.Farm, "f1"), (AccessClaims.Farm, "f2"), .. cap is null ? Array.Empty<(string, string)>() : [(AccessClaims.Cap, cap)]];
        var caller = Of(claims)!;
        Assert.Equal((CallerKind.ApiKey, "k", expected, false), (caller.Kind, caller.KeyId, caller.Cap, caller.IsAdmin));
        Assert.Equal(["f1", "f2"], caller.Farms!.Order());
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("-5")]
    [InlineData("soon")]
    public void An_impossible_time_of_entry_is_none(string text) => Assert.Null(Of((AccessClaims.Entered, text))!.EnteredAt);

    static Caller? Of(params (string, string)[] claims) => Of(s_id, claims);

    static Caller? Of(string id, params (string Type, string Value)[] claims) =>
        Caller.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, id), .. claims.Select(c => new Claim(c.Type, c.Value))], "test")));
}
