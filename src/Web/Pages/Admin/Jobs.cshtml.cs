using BloxOs.Data.Jobs;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Admin;

/// <summary>What runs by the clock, and how it went.</summary>
[NeedsAdmin]
internal sealed class JobsModel(IJobLedger ledger, TimeProvider time) : PageModel
{
    /// <summary>In the order in which they follow one another.</summary>
    public IReadOnlyList<JobRow> Jobs { get; private set; } = [];

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The page.</summary>
    public async Task OnGetAsync() => Jobs = JobRow.Of(await ledger.ListAsync(HttpContext.RequestAborted));
}
