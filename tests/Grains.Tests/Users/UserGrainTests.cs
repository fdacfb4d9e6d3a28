using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

public sealed class UserGrainTests
{
    const string Address = "mara@example.org";

    [Fact]
    public async Task Of_users_racing_for_an_address_one_gets_it()
    {
        await using var silo = await UserSilo.StartAsync();
        var accounts = Enumerable.Range(0, 16).Select(static _ => UserSilo.Account(Address)).ToList();
        var outcomes = await Task.WhenAll(accounts.Select(one => silo.User(one.UserId).Create(one)));

        Assert.Equal(15, outcomes.Count(static one => one is UserOutcome.EmailTaken));
        var winner = accounts[Array.IndexOf(outcomes, UserOutcome.Done)];
        Assert.Equal(winner.UserId, await silo.Email(Address).FindUser());
        var found = await Task.WhenAll(accounts.Select(one => silo.User(one.UserId).Find()));
        Assert.Single(found, static one => one is not null);
    }

    [Fact]
    public async Task A_claim_that_nobody_confirms_lapses_and_the_late_one_is_refused()
    {
        await using var silo = await UserSilo.StartAsync();
        var email = silo.Email(Address);
        Assert.True(await email.Claim("first"));
        Assert.False(await email.Claim("second"));
        Assert.Null(await email.FindUser());

        silo.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.True(await email.Claim("second"));
        Assert.False(await email.Confirm("first"));
        Assert.True(await email.Confirm("second"));
        silo.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(await email.Claim("third"));
        await email.Release("third");
        Assert.Equal("second", await email.FindUser());
        await email.Release("second");
        Assert.True(await email.Claim("third"));
    }

    [Fact]
    public async Task Another_address_moves_the_claim_and_a_taken_one_changes_nothing()
    {
        await using var silo = await UserSilo.StartAsync();
        var mara = UserSilo.Account(Address);
        var other = UserSilo.Account("other@example.org");
        await silo.User(mara.UserId).Create(mara);
        await silo.User(other.UserId).Create(other);

        var stored = (await silo.User(mara.UserId).Find())!;
        Assert.Equal(UserOutcome.EmailTaken, await silo.User(mara.UserId).Save(stored with { NormalizedEmail = other.NormalizedEmail }));
        Assert.Equal(Address, (await silo.User(mara.UserId).Find())!.NormalizedEmail);
        Assert.Equal(UserOutcome.Done, await silo.User(mara.UserId).Save(stored with { NormalizedEmail = "new@example.org" }));
        Assert.Equal(mara.UserId, await silo.Email("new@example.org").FindUser());
        Assert.Null(await silo.Email(Address).FindUser());
    }

    [Fact]
    public async Task An_older_account_is_not_saved_over_a_newer_one()
    {
        await using var silo = await UserSilo.StartAsync();
        var mara = UserSilo.Account(Address);
        var user = silo.User(mara.UserId);
        Assert.Equal(UserOutcome.Gone, await user.Save(mara));
        await user.Create(mara);
        Assert.Equal(UserOutcome.Exists, await user.Create(mara));

        var read = (await user.Find())!;
        Assert.Equal(UserOutcome.Done, await user.Save(read with { DisplayName = "First" }));
        Assert.Equal(UserOutcome.Changed, await user.Save(read with { DisplayName = "Second" }));
        Assert.Equal("First", (await user.Find())!.DisplayName);
    }

    [Fact]
    public async Task Farms_are_listed_once_and_a_lockout_ends_sessions_until_it_is_over()
    {
        await using var silo = await UserSilo.StartAsync();
        var mara = UserSilo.Account(Address);
        var user = silo.User(mara.UserId);
        await Assert.ThrowsAsync<InvalidOperationException>(() => user.AddFarm("farm"));
        await user.Create(mara);
        await user.AddFarm("farm");
        await user.AddFarm("farm");
        Assert.Equal(["farm"], await user.GetFarms());

        Assert.Equal("stamp", await user.SessionStamp());
        await user.Save((await user.Find())! with { LockoutEnd = silo.Time.GetUtcNow() + TimeSpan.FromHours(1) });
        Assert.Null(await user.SessionStamp());
        silo.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("stamp", await user.SessionStamp());

        await user.Delete();
        Assert.Null(await user.SessionStamp());
        Assert.Null(await silo.Email(Address).FindUser());
    }

    [Fact]
    public async Task No_text_form_of_an_account_shows_the_hash()
    {
        await using var silo = await UserSilo.StartAsync();
        var mara = UserSilo.Account(Address);
        await silo.User(mara.UserId).Create(mara);
        Assert.DoesNotContain("hash", (await silo.User(mara.UserId).Find())!.ToString(), StringComparison.Ordinal);
    }
}
