using BloxOs.Data.Jobs;
using BloxOs.Silo.Schedules;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using BloxOs.Web.Pages.Account;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>What runs by the clock, and how it went.</summary>
[NeedsAdmin]
internal sealed class JobsModel(IJobLedger ledger, IJobClocks clocks, IEnumerable<IJobTimes> schedules, IAuditTrail audit, TimeProvider time) : AccountPage
{
    /// <summary>In the order in which they follow one another.</summary>
    public IReadOnlyList<JobRow> Jobs { get; private set; } = [];

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The page.</summary>
    public async Task OnGetAsync()
    {
        var due = schedules.FirstOrDefault() is { } schedule ? await schedule.NextAsync(HttpContext.RequestAborted) : null;   // a process without a silo has no schedule
        Jobs = JobRow.Of(await ledger.ListAsync(HttpContext.RequestAborted), await clocks.ListAsync(HttpContext.RequestAborted), due);
    }

    /// <summary>The clock of the server is right, however far it jumped: the job deletes by it again.</summary>
    public async Task<IActionResult> OnPostBelieveAsync(string? job)
    {
        if ((await clocks.ListAsync(HttpContext.RequestAborted)).FirstOrDefault(doubt => doubt.Job == job) is not { } doubt) { return LocalRedirect("/admin/jobs"); }
        var draft = new AuditDraft("server.clock-confirmed") { Target = doubt.Job, Changes = [new("last run", TimeText.Moment(doubt.LastRun), TimeText.Moment(Now))] };
        await audit.DoAsync(HttpContext, draft, () => clocks.BelieveAsync(doubt.Job, CancellationToken.None));
        return LocalRedirect("/admin/jobs");
    }
}
