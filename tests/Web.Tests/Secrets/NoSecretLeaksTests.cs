using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Data.Sqlite;

namespace BloxOs.Web.Tests.Secrets;

/// <summary>Secrets that pass through a server are in none of the places where they would stay.</summary>
[Trait("check", "32")]
public sealed partial class NoSecretLeaksTests
{
    const string WrongPassword = "wr0ng-lantern-over-eleven";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passwords_and_tokens_are_in_no_log_audit_line_export_error_metric_or_later_page()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(before: AccountsHost.LogEverything);
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, WrongPassword);
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        string form = $"/farms/{host.FarmId}/add-rig";
        string shownOnce = await browser.ReadAsync(await browser.SubmitAsync(form, form, ("name", "oak-07")));
        string token = RigToken().Match(shownOnce).Value;
        Assert.NotEmpty(token);

        var places = new Dictionary<string, string> { ["log"] = host.Log.Text };
        Assert.Contains("/sign-in", places["log"], StringComparison.Ordinal);   // or nothing would be looked at
        foreach (string path in (string[])[$"/farms/{host.FarmId}", "/audit", "/audit?handler=Csv", "/audit?handler=Json", "/metrics", "/throws", "/nowhere"])
        {
            var answer = await browser.GetAsync(path);
            places[path] = answer.Headers + await browser.ReadAsync(answer);
        }
        places["database"] = await TextOfDatabaseAsync(Path.Combine(host.DataDirectory, "bloxos.db"));
        Assert.NotEmpty(places["log"]);
        Assert.Contains("oak-07", places["/audit?handler=Json"], StringComparison.Ordinal);
        foreach (var (place, text) in places)
        {
            foreach (string secret in (string[])[AccountsHost.Password, WrongPassword, token])
            {
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"a secret is in {place}");
            }
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/audit")).StatusCode);
    }

    /// <summary>Every text and every blob of every table.</summary>
    static async Task<string> TextOfDatabaseAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync(Cancellation);
        var tables = await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        var text = new List<string>();
        foreach (string table in tables) { text.AddRange(await ReadAsync(connection, $"SELECT * FROM \"{table}\"")); }
        Assert.NotEmpty(text);
        return string.Join('\n', text);
    }

    static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        var values = new List<string>();
        while (await rows.ReadAsync(Cancellation))
        {
            for (int i = 0; i < rows.FieldCount; i++)
            {
                values.Add(rows.GetValue(i) is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : rows.GetValue(i).ToString() ?? "");
            }
        }
        return values;
    }

    [GeneratedRegex("bxr_[a-z2-7]{26}_[a-z2-7]{26}_[0-9a-f]{6}")]
    private static partial Regex RigToken();
}
