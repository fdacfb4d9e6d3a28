using Npgsql;

namespace BloxOs.Data.Directory;

internal sealed class PostgreSqlUserDirectory(NpgsqlDataSource database) : IUserDirectory
{
    private const string Put =
        """
        INSERT INTO directory_user (id, email, name) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name
        """;

    private const string Remove = "DELETE FROM directory_user WHERE id = $1";

    private const string Users =
        "SELECT id, email, name FROM directory_user WHERE email > $1 AND position($2 IN email) > 0 ORDER BY email, id LIMIT $3";

    public Task PutUserAsync(UserEntry user)
    {
        DirectoryInput.Check(user);
        return database.ExecuteAsync(Put, user.UserId, user.Email, user.Name);
    }

    public Task RemoveUserAsync(string userId)
    {
        DirectoryInput.CheckId(userId, nameof(userId));
        return database.ExecuteAsync(Remove, userId);
    }

    public async Task<IReadOnlyList<UserEntry>> UsersAsync(string find, string? afterEmail, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        await using var command = database.Command(Users, afterEmail ?? "", find, limit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var users = new List<UserEntry>();
        while (await rows.ReadAsync(cancellation))
            users.Add(new UserEntry(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        return users;
    }
}
