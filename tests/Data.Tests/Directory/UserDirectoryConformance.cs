using BloxOs.Data.Directory;

namespace BloxOs.Data.Tests.Directory;

/// <summary>What every list of people does.</summary>
public abstract class UserDirectoryConformance : DatabaseTest
{
    [Fact]
    public async Task People_come_in_pages_by_address_and_are_found_by_a_part_of_it()
    {
        await using var stores = await OpenAsync();
        var users = stores.Get<IUserDirectory>();
        for (var number = 0; number < 25; number++) { await users.PutUserAsync(new($"u{number}", $"p{number:00}@example.{(number % 2 == 0 ? "org" : "net")}", "n")); }

        var first = await users.UsersAsync("", null, 10, Cancellation);
        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"u{n}"), first.Select(u => u.UserId));
        var second = await users.UsersAsync("", first[^1].Email, 100, Cancellation);
        Assert.Equal(15, second.Count);
        Assert.Equal(12, (await users.UsersAsync(".net", null, 100, Cancellation)).Count);
        Assert.Empty(await users.UsersAsync("%", null, 100, Cancellation));
        Assert.Empty(await users.UsersAsync("' OR 1=1 --", null, 100, Cancellation));
    }

    [Fact]
    public async Task A_person_is_changed_and_removed()
    {
        await using var stores = await OpenAsync();
        var users = stores.Get<IUserDirectory>();
        await users.PutUserAsync(new("u", "old@example.org", "old"));
        await users.PutUserAsync(new("u", "new@example.org", "Мара 'x'; DROP TABLE directory_user --"));
        Assert.Equal([new UserEntry("u", "new@example.org", "Мара 'x'; DROP TABLE directory_user --")], await users.UsersAsync("", null, 10, Cancellation));
        await users.RemoveUserAsync("u");
        await users.RemoveUserAsync("u");
        Assert.Empty(await users.UsersAsync("", null, 10, Cancellation));
    }

    [Theory]
    [InlineData("", "a@b", "n")]
    [InlineData("u", "a\0@b", "n")]
    [InlineData("u", "a@b", "n\ud800")]
    public async Task Wrong_input_is_refused(string id, string email, string name)
    {
        await using var stores = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Get<IUserDirectory>().PutUserAsync(new(id, email, name)));
    }
}

public sealed class SqliteUserDirectoryTests : UserDirectoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}

public sealed class PostgreSqlUserDirectoryTests(PostgresFixture postgres) : UserDirectoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
