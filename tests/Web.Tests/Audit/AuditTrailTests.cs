using System.Net;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Audit;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Audit;

[Trait("check", "44")]
public sealed class AuditTrailTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_and_out_and_adding_a_rig_leave_lines_that_say_who_from_where_and_when()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        browser.Client.DefaultRequestHeaders.UserAgent.ParseAdd("Firefox/150.0");
        await browser.SignInAsync(AccountsHost.Email, "not the password at all");
        await browser.SignInAsync("nobody@example.org", "not the password at all");
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        var userId = (await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser())!;
        var farmId = (await host.Grains.GetGrain<IUserGrain>(userId).GetFarms())[0];
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync($"/farms/{farmId}/add-rig", $"/farms/{farmId}/add-rig", ("name", "oak-07"))).StatusCode);
        await browser.SubmitAsync("/form", "/sign-out");

        var lines = (await FindAsync(host)).Reverse().Select(entry => entry.Record).ToArray();
        Assert.Equal(["user.sign-in.failed", "user.sign-in.failed", "user.sign-in", "rig.add", "user.sign-out"], lines.Select(line => line.Action));
        Assert.Equal([userId, null, userId], lines.Take(3).Select(line => line.UserId));
        Assert.All(lines.Take(2), line => Assert.Equal(new(AuditActorKind.Nobody, "", ""), line.Actor));
        Assert.All(lines.Skip(2), line => Assert.Equal(new(AuditActorKind.Session, userId, "Demo"), line.Actor));
        Assert.Equal((farmId, "oak-07"), (lines[3].FarmId, lines[3].Target));
        Assert.All(lines, line => Assert.Equal(("127.0.0.1", "Firefox/150.0"), (line.Address, line.UserAgent)));
        Assert.All(lines, line => Assert.InRange(line.At, host.Time.GetUtcNow().AddMinutes(-1), host.Time.GetUtcNow()));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_done_and_answered_with_503()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        var userId = (await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser())!;
        var farmId = (await host.Grains.GetGrain<IUserGrain>(userId).GetFarms())[0];
        string rigId = (await host.Grains.GetGrain<IFarmGrain>(farmId).AddRig("oak-01")).RigId;
        await BreakAsync(host);

        var order = await browser.SubmitAsync($"/rigs/{rigId}", $"/rigs/{rigId}/commands?handler=Miner", ("kind", "StopMiner"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, order.StatusCode);
        Assert.Empty((await host.Grains.GetGrain<IRigGrain>(rigId).GetOrders())!.Commands);

        var answer = await browser.SubmitAsync($"/farms/{farmId}/add-rig", $"/farms/{farmId}/add-rig", ("name", "oak-07"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("could not write this to its audit log", await browser.ReadAsync(answer), StringComparison.Ordinal);
        Assert.Single((await host.Grains.GetGrain<IFarmGrain>(farmId).GetView())!.Rigs);

        using var another = host.Browse();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await another.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await another.GetAsync("/who")).StatusCode);
    }

    [Fact]
    public async Task Work_that_throws_or_refuses_leaves_a_second_line()
    {
        await using var host = await AccountsHost.StartAsync();
        var trail = host.Services.GetRequiredService<IAuditTrail>();
        var http = new DefaultHttpContext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => trail.DoAsync(http, new("farm.delete"), static () => throw new InvalidOperationException("secret")));
        Assert.Equal(7, await trail.DoAsync(http, new("farm.rename"), static () => Task.FromResult(7), static _ => "name taken"));
        Assert.Equal(8, await trail.DoAsync(http, new("farm.tag"), static () => Task.FromResult(8), static _ => null));

        var lines = (await FindAsync(host)).Reverse().Select(entry => entry.Record).ToArray();
        Assert.Equal(["farm.delete", "farm.delete.failed", "farm.rename", "farm.rename.failed", "farm.tag"], lines.Select(line => line.Action));
        Assert.Equal([new("reason", null, "InvalidOperationException")], lines[1].Changes);
        Assert.Equal([new("reason", null, "name taken")], lines[3].Changes);
    }

    [Fact]
    [Trait("check", "45")]
    public async Task Control_characters_are_escaped_and_long_text_is_cut()
    {
        await using var host = await AccountsHost.StartAsync();
        var http = new DefaultHttpContext();
        http.Request.Headers.UserAgent = new string('x', 5000);
        await host.Services.GetRequiredService<IAuditTrail>().WriteAsync(http, new("farm.rename")
        {
            Target = "a\r\n2026-01-01 admin farm.delete\0\u001b[2J\u202egnp\ud800",
            Changes = [new("name", "\n", new string('y', 5000))],
        });

        var line = Assert.Single(await FindAsync(host)).Record;
        Assert.Equal("a\\u000D\\u000A2026-01-01 admin farm.delete\\u0000\\u001B[2J\\u202Egnp\\uFFFD", line.Target);
        Assert.Equal("\\u000A", line.Changes[0].Before);
        Assert.Equal(AuditInput.MaxValueLength, line.Changes[0].After!.Length);
        Assert.EndsWith("…", line.UserAgent, StringComparison.Ordinal);
    }

    internal static Task<IReadOnlyList<AuditEntry>> FindAsync(AccountsHost host) =>
        host.Services.GetRequiredService<IAuditLog>().FindAsync(new(), Cancellation);

    /// <summary>Takes away what every append needs.</summary>
    static async Task BreakAsync(AccountsHost host)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "bloxos.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM audit_head";
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
