using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Directory;

internal sealed class SqliteUserDirectory(SqliteDatabase database) : IUserDirectory
{
    private static readonly SqliteStatement Put = new(
        """
        INSERT INTO directory_user (id, email, name) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name
        """, 3);

    private static readonly SqliteStatement Remove = new("DELETE FROM directory_user WHERE id = $1", 1);

    private static readonly SqliteStatement Users = new(
        "SELECT id, email, name FROM directory_user WHERE email > $1 AND instr(email, $2) > 0 ORDER BY email, id LIMIT $3", 3);

    public Task PutUserAsync(UserEntry user)
    {
        DirectoryInput.Check(user);
        return database.Writer.RunAsync(user, static (session, entry) => session.Execute(Put, entry.UserId, entry.Email, entry.Name));
    }

    public Task RemoveUserAsync(string userId)
    {
        DirectoryInput.CheckId(userId, nameof(userId));
        return database.Writer.RunAsync(userId, static (session, id) => session.Execute(Remove, id));
    }

    public async Task<IReadOnlyList<UserEntry>> UsersAsync(string find, string? afterEmail, int limit, CancellationToken cancellation)
    {
        DirectoryInput.CheckLimit(limit);
        return await database.Readers.RunLongAsync((find, after: afterEmail ?? "", limit), static (session, page) =>
        {
            var users = new List<UserEntry>();
            using var rows = session.Bind(Users, page.after, page.find, page.limit).ExecuteReader();
            while (rows.Read())
                users.Add(new UserEntry(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
            return users;
        }, cancellation);
    }
}
