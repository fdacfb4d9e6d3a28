using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

public sealed class UsersGrainTests
{
    [Fact]
    public async Task The_last_admin_stays_also_when_two_go_at_once()
    {
        await using var silo = await UserSilo.StartAsync();
        var users = silo.Grains.GetGrain<IUsersGrain>(IUsersGrain.Key);
        var (first, second) = (await NewAsync(silo, "first@example.org"), await NewAsync(silo, "second@example.org"));
        Assert.Equal(UserChange.Done, await users.SetRole(first, UserRole.Admin));
        Assert.Equal(UserChange.LastAdmin, await users.SetRole(first, UserRole.User));
        Assert.Equal(UserChange.LastAdmin, await users.SetDisabled(first, true));
        Assert.Equal(UserChange.LastAdmin, await users.Delete(first));
        Assert.Equal(UserChange.Gone, await users.Delete("nobody"));

        Assert.Equal(UserChange.Done, await users.SetRole(second, UserRole.Admin));
        var changes = await Task.WhenAll(users.SetRole(first, UserRole.User), users.SetDisabled(second, true));
        Assert.Equal([UserChange.Done, UserChange.LastAdmin], changes.Order());
    }

    [Fact]
    public async Task A_disabled_admin_does_not_count_and_can_be_deleted()
    {
        await using var silo = await UserSilo.StartAsync();
        var users = silo.Grains.GetGrain<IUsersGrain>(IUsersGrain.Key);
        var (first, second) = (await NewAsync(silo, "first@example.org"), await NewAsync(silo, "second@example.org"));
        await users.SetRole(first, UserRole.Admin);
        await users.SetRole(second, UserRole.Admin);
        Assert.Equal(UserChange.Done, await users.SetDisabled(second, true));
        Assert.Equal(UserChange.LastAdmin, await users.SetDisabled(first, true));
        Assert.Equal(UserChange.Done, await users.Delete(second));
        Assert.Null(await silo.User(second).Find());
    }

    [Fact, Trait("check", "13")]
    public async Task A_role_and_a_lock_end_every_session()
    {
        await using var silo = await UserSilo.StartAsync();
        var users = silo.Grains.GetGrain<IUsersGrain>(IUsersGrain.Key);
        await users.SetRole(await NewAsync(silo, "admin@example.org"), UserRole.Admin);
        var id = await NewAsync(silo, "jon@example.org");
        var session = (await silo.User(id).BeginSession("stamp", "", "", null))!;

        await users.SetRole(id, UserRole.Monitor);
        Assert.False(await silo.User(id).UseSession(session, "stamp"));
        Assert.Equal(UserRole.Monitor, (await silo.User(id).GetSummary())!.Role);

        var stamp = (await silo.User(id).SessionStamp())!;
        session = (await silo.User(id).BeginSession(stamp, "", "", null))!;
        await users.SetDisabled(id, true);
        Assert.False(await silo.User(id).UseSession(session, stamp));
        Assert.True((await silo.User(id).GetSummary())!.Disabled);
        await users.SetDisabled(id, false);
        Assert.Empty(await silo.User(id).GetSessions());
        Assert.NotNull(await silo.User(id).SessionStamp());
    }

    [Fact]
    public async Task The_list_of_people_follows_address_name_and_end()
    {
        await using var silo = await UserSilo.StartAsync();
        var id = await NewAsync(silo, "jon@example.org");
        Assert.Equal("jon@example.org", silo.Directory.Users[id].Email);
        await silo.User(id).Save((await silo.User(id).Find())! with { NormalizedEmail = "new@example.org", DisplayName = "Jon" });
        Assert.Equal(new(id, "new@example.org", "Jon"), silo.Directory.Users[id]);
        await silo.User(id).Delete();
        Assert.False(silo.Directory.Users.ContainsKey(id));
    }

    [Fact, Trait("check", "8"), Trait("bad-input", "91")]
    public async Task A_code_is_taken_once_and_the_second_step_tried_five_times_in_five_minutes()
    {
        await using var silo = await UserSilo.StartAsync();
        var user = silo.User(await NewAsync(silo, "jon@example.org"));
        Assert.True(await user.UseCodeStep(100));
        Assert.False(await user.UseCodeStep(100));
        Assert.False(await user.UseCodeStep(99));
        Assert.True(await user.UseCodeStep(101));

        for (var tries = 0; tries < 5; tries++) { Assert.Null(await user.BeginSecondStep()); }
        Assert.InRange((await user.BeginSecondStep())!.Value.TotalSeconds, 1, 300);
        silo.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await user.BeginSecondStep());
        await user.SecondStepSucceeded();
        for (var tries = 0; tries < 5; tries++) { Assert.Null(await user.BeginSecondStep()); }
    }

    static async Task<string> NewAsync(UserSilo silo, string email)
    {
        var account = UserSilo.Account(email);
        Assert.Equal(UserOutcome.Done, await silo.User(account.UserId).Create(account));
        return account.UserId;
    }
}
