using System.Net;
using BloxOs.Data.Jobs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Admin;

public sealed class JobsPageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_every_job_and_how_it_went_and_nobody_else_does()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var ledger = host.Services.GetRequiredService<IJobLedger>();
        await EndAsync("history-pack", new(12_000, "12000 samples into 100 chunks"), minutes: 90, took: 200);
        await EndAsync("history-rollup", new(0, "", "The disk is <full>."));
        await EndAsync("timeline-trim", new(0, "nothing"), -180);
        await ledger.TryStartAsync("history-retention", "silo-2:77", null, Cancellation);

        using var admin = await SessionTests.SignedInAsync(host);
        string page = await admin.ReadAsync(await admin.GetAsync("/admin/jobs"));
        foreach (string part in (string[])["history-pack", "12000 samples into 100 chunks", "The disk is &lt;full&gt;.", "silo-2:77", "request-keys", "not yet", "silo-1:5", " ago", "overdue for 3h 00m"])
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        Assert.Contains("id=\"jobs\" hx-get=\"/admin/jobs\" hx-select=\"#jobs\" hx-trigger=\"every 15s, blox:wake\"", page, StringComparison.Ordinal);   // "next in 28 s" goes on while somebody looks

        string packed = page.Split("<b>history-pack</b>")[1].Split("</tr>")[0];
        // The clock runs on while this runs.
        Assert.Matches("data-th=\"Took\">3m [2-5][0-9]s</td>", packed);
        Assert.Matches("data-th=\"Next\">in 1h (30|29|28|27)m<small><time", packed);

        const string Jon = "jon@example.org";
        await host.AddPersonAsync(Jon);
        using var his = host.Browse();
        await his.SignInAsync(Jon, AccountsHost.Password);
        Assert.NotEqual(HttpStatusCode.OK, (await his.GetAsync("/admin/jobs")).StatusCode);

        async Task EndAsync(string job, JobOutcome outcome, int minutes = 5, int took = 0)
        {
            var lease = (await ledger.TryStartAsync(job, "silo-1:5", null, Cancellation))!;
            host.Time.Advance(TimeSpan.FromSeconds(took));
            await ledger.EndAsync(lease, outcome, host.Time.GetUtcNow().AddMinutes(minutes));
        }
    }

    [Fact]
    public void A_job_that_never_ran_has_the_time_of_the_schedule_and_one_that_did_that_of_its_last_run()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var ran = new JobState { Name = "history-pack", StartedAt = now, EndedAt = now, NextAt = now.AddMinutes(5) };
        var rows = JobRow.Of([ran], [], new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["history-pack"] = now.AddMinutes(3), ["history-rollup"] = now.AddMinutes(1) }).ToDictionary(static row => row.Name);
        Assert.Equal((now.AddMinutes(5), now.AddMinutes(1), (DateTimeOffset?)null), (rows["history-pack"].NextAt, rows["history-rollup"].NextAt, rows["timeline-trim"].NextAt));
    }

    [Fact]
    public async Task A_clock_that_jumped_is_told_and_an_administrator_says_that_it_is_right()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var ledger = host.Services.GetRequiredService<IJobLedger>();
        var clocks = host.Services.GetRequiredService<IJobClocks>();
        await LookAsync();
        host.Time.Advance(TimeSpan.FromDays(365));
        await LookAsync();

        using var admin = await SessionTests.SignedInAsync(host);
        string page = await admin.ReadAsync(await admin.GetAsync("/admin/jobs"));
        Assert.Matches("Nothing is deleted: the clock of the server jumped to <time datetime=\"[^\"]+Z\" data-moment>[^<]+ UTC</time>, .* deleting goes on by itself after <time datetime=\"[^\"]+Z\" data-moment>", page);   // in the viewer's zone by script
        Assert.Contains("365 days after the last run", page, StringComparison.Ordinal);
        using var answer = await admin.SubmitAsync("/admin/jobs", "/admin/jobs?handler=Believe", ("job", "history-retention"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Empty(await clocks.ListAsync(Cancellation));
        Assert.DoesNotContain("Nothing is deleted", await admin.ReadAsync(await admin.GetAsync("/admin/jobs")), StringComparison.Ordinal);
        Assert.Contains("Clock of the server confirmed", await admin.ReadAsync(await admin.GetAsync("/audit")), StringComparison.Ordinal);

        async Task LookAsync()
        {
            var lease = (await ledger.TryStartAsync("history-retention", "silo-1:5", null, Cancellation))!;
            await clocks.DoubtAsync(lease, Cancellation);
            await ledger.EndAsync(lease, new(0, "nothing deleted"), null);
        }
    }
}
