using BloxOs.Grains.Farms;
using BloxOs.Grains.Setup;
using BloxOs.Grains.Tests.Users;

namespace BloxOs.Grains.Tests.Setup;

public sealed class SetupGrainTests
{
    [Fact]
    public async Task A_code_is_readable_and_a_newer_one_kills_it()
    {
        await using var silo = await UserSilo.StartAsync();
        var setup = Setup(silo);
        Assert.Equal(SetupOutcome.NoLiveCode, await setup.CheckCode("AAAA-BBBB-CCCC"));

        var first = (await setup.IssueCode())!;
        Assert.Matches("^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$", first.Code);
        Assert.DoesNotContain(first.Code, first.ToString(), StringComparison.Ordinal);
        Assert.Equal(SetupOutcome.Done, await setup.CheckCode(" " + first.Code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));

        var second = (await setup.IssueCode())!;
        Assert.Equal(SetupOutcome.WrongCode, await setup.CheckCode(first.Code));
        Assert.Equal(SetupOutcome.Done, await setup.CheckCode(second.Code));
    }

    [Fact]
    public async Task Ten_wrong_tries_or_an_hour_kill_a_code()
    {
        await using var silo = await UserSilo.StartAsync();
        var setup = Setup(silo);
        var code = (await setup.IssueCode())!.Code;
        for (var tries = 0; tries < 9; tries++) { Assert.Equal(SetupOutcome.WrongCode, await setup.CheckCode("")); }
        Assert.Equal(SetupOutcome.Done, await setup.CheckCode(code));
        Assert.Equal(SetupOutcome.NoLiveCode, await setup.CheckCode("wrong"));
        Assert.Equal(SetupOutcome.NoLiveCode, await setup.CheckCode(code));

        code = (await setup.IssueCode())!.Code;
        silo.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(SetupOutcome.Done, await setup.CheckCode(code));
        silo.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(SetupOutcome.NoLiveCode, await setup.CheckCode(code));
        Assert.Equal(SetupOutcome.NoLiveCode, (await setup.CreateOwner(Request(code))).Outcome);
    }

    [Fact]
    public async Task Of_racing_calls_one_makes_the_owner_and_then_it_is_closed()
    {
        await using var silo = await UserSilo.StartAsync();
        var setup = Setup(silo);
        var code = (await setup.IssueCode())!.Code;

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => setup.CreateOwner(Request(code, $"owner{number}@example.org"))));
        var owner = Assert.Single(results, static one => one.Outcome is SetupOutcome.Done);
        Assert.Equal(7, results.Count(static one => one.Outcome is SetupOutcome.Closed));
        Assert.Equal([owner.FarmId!], await silo.User(owner.UserId!).GetFarms());
        Assert.Equal(FarmLevel.Owner, (await silo.Grains.GetGrain<IFarmGrain>(owner.FarmId!).MembershipOf(owner.UserId!)).Level);

        Assert.False((await setup.Status()).Open);
        Assert.Null(await setup.IssueCode());
        Assert.Equal(SetupOutcome.Closed, await setup.CheckCode(code));
    }

    [Fact]
    public async Task What_was_cut_off_halfway_is_taken_up_also_with_another_address()
    {
        await using var silo = await UserSilo.StartAsync();
        var setup = Setup(silo);
        var code = (await setup.IssueCode())!.Code;
        // The farm refuses this name after the user was made: as if the server had stopped there.
        await Assert.ThrowsAsync<ArgumentException>(() => setup.CreateOwner(Request(code, "first@example.org", farm: "")));
        Assert.True((await setup.Status()).Open);

        var made = await setup.CreateOwner(Request(code, "second@example.org"));
        Assert.Equal(SetupOutcome.Done, made.Outcome);
        Assert.Null(await silo.Email("first@example.org").FindUser());
        Assert.Equal(made.UserId, await silo.Email("second@example.org").FindUser());
    }

    static ISetupGrain Setup(UserSilo silo) => silo.Grains.GetGrain<ISetupGrain>(ISetupGrain.Key);

    static OwnerRequest Request(string code, string email = "mara@example.org", string farm = "Garage North") => new()
    {
        Code = code,
        Email = email,
        NormalizedEmail = email,
        DisplayName = "Mara",
        PasswordHash = "hash",
        SecurityStamp = "stamp",
        FarmName = farm,
    };
}
