using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

public sealed class UserSessionTests
{
    [Fact, Trait("check", "11")]
    public async Task A_session_has_an_id_of_its_own_and_takes_the_place_of_the_one_before()
    {
        await using var silo = await UserSilo.StartAsync();
        var user = await NewAsync(silo);
        var first = (await user.BeginSession("stamp", "192.0.2.7", "Firefox on Linux", null))!;
        var second = (await user.BeginSession("stamp", "192.0.2.7", "Firefox on Linux", first))!;

        Assert.True(OpaqueId.IsValid(second));
        Assert.NotEqual(first, second);
        Assert.False(await user.UseSession(first, "stamp"));
        Assert.True(await user.UseSession(second, "stamp"));
        var listed = Assert.Single(await user.GetSessions());
        Assert.Equal((second, "192.0.2.7", "Firefox on Linux"), (listed.Id, listed.Address, listed.Browser));
    }

    [Fact, Trait("check", "13")]
    public async Task Another_stamp_and_a_lockout_leave_no_session()
    {
        await using var silo = await UserSilo.StartAsync();
        var user = await NewAsync(silo);
        var session = (await user.BeginSession("stamp", "", "", null))!;
        Assert.False(await user.UseSession(session, "other stamp"));

        await user.Save((await user.Find())! with { LockoutEnd = DateTimeOffset.MaxValue });
        Assert.False(await user.HasSession(session, "stamp"));
        Assert.Null(await user.BeginSession("stamp", "", "", null));

        await user.Save((await user.Find())! with { LockoutEnd = null, SecurityStamp = "new" });
        Assert.Empty(await user.GetSessions());
        Assert.Null(await user.BeginSession("stamp", "", "", null));
        Assert.NotNull(await user.BeginSession("new", "", "", null));
    }

    [Fact, Trait("check", "14")]
    public async Task One_or_all_others_are_ended()
    {
        await using var silo = await UserSilo.StartAsync();
        var user = await NewAsync(silo);
        var sessions = new List<string>();
        for (var number = 0; number < 4; number++) { sessions.Add((await user.BeginSession("stamp", "", "", null))!); }

        Assert.True(await user.EndSession(sessions[0]));
        Assert.False(await user.EndSession(sessions[0]));
        Assert.Equal(2, await user.EndSessions(sessions[3]));
        Assert.Equal([sessions[3]], (await user.GetSessions()).Select(static one => one.Id));
        Assert.Equal(1, await user.EndSessions(null));
        Assert.False(await user.UseSession(sessions[3], "stamp"));
    }

    [Fact, Trait("check", "12")]
    public async Task An_idle_and_an_old_session_are_over_and_use_is_noted_coarsely()
    {
        await using var silo = await UserSilo.StartAsync();
        var user = await NewAsync(silo);
        var session = (await user.BeginSession("stamp", "", "", null))!;
        var begun = Assert.Single(await user.GetSessions()).SeenAt;
        silo.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.True(await user.UseSession(session, "stamp"));
        Assert.Equal(begun, Assert.Single(await user.GetSessions()).SeenAt);
        silo.Time.Advance(TimeSpan.FromHours(11));
        Assert.True(await user.UseSession(session, "stamp"));
        Assert.True(Assert.Single(await user.GetSessions()).SeenAt > begun.AddHours(11));
        silo.Time.Advance(TimeSpan.FromHours(13));
        Assert.False(await user.UseSession(session, "stamp"));

        var used = (await user.BeginSession("stamp", "", "", null))!;
        for (var hours = 0; hours < 30 * 24; hours += 10)
        {
            Assert.True(await user.UseSession(used, "stamp"));
            silo.Time.Advance(TimeSpan.FromHours(10));
        }
        Assert.False(await user.UseSession(used, "stamp"));
    }

    [Fact]
    public void A_list_is_bounded_and_loses_what_was_not_used_for_longest()
    {
        var at = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        UserSession[] sessions = [];
        for (var minute = 0; minute < SessionList.Max + 10; minute++)
        {
            sessions = SessionList.With(sessions, new() { Id = $"{minute}", StartedAt = at.AddMinutes(minute), SeenAt = at.AddMinutes(minute) });
        }
        Assert.Equal(SessionList.Max, sessions.Length);
        Assert.DoesNotContain(sessions, static one => one.Id == "9");
        Assert.Contains(sessions, static one => one.Id == "10");
    }

    static async Task<IUserGrain> NewAsync(UserSilo silo)
    {
        var account = UserSilo.Account("mara@example.org");
        Assert.Equal(UserOutcome.Done, await silo.User(account.UserId).Create(account));
        return silo.User(account.UserId);
    }
}
