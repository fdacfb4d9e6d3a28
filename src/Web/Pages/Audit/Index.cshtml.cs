using System.Globalization;
using System.Text;
using BloxOs.Data.Audit;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Audit;

/// <summary>Who did what, and what happened to the rigs, newest first. Everybody sees of it what <see cref="AuditSight"/> says.</summary>
[NeedsSignIn]
internal sealed class IndexModel(IAuditLog log, AuditSight sight, IGrainFactory grains, IAuditTrail audit, TimeProvider time) : PageModel
{
    /// <summary>Lines on one page.</summary>
    public const int PageSize = 50;

    /// <summary>The list with its filters.</summary>
    public AuditList List { get; private set; } = null!;

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        return Page();
    }

    /// <summary>The list alone, when a filter changes.</summary>
    public async Task<IActionResult> OnGetListAsync()
    {
        await LoadAsync();
        Response.Headers["HX-Replace-Url"] = List.Search.Url();
        return Partial("_AuditList", List);
    }

    /// <summary>All that the filters find, for a spreadsheet.</summary>
    public Task<IActionResult> OnGetCsvAsync() => ExportAsync("csv", static (entries, view, _) =>
        new FileContentResult(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(AuditExport.Csv(entries, view))).ToArray(), "text/csv; charset=utf-8"));

    /// <summary>All that the filters find, for a program.</summary>
    public Task<IActionResult> OnGetJsonAsync() => ExportAsync("json", static (entries, view, more) => new JsonResult(AuditExport.Json(entries, view, more)));

    async Task<IActionResult> ExportAsync(string format, Func<IReadOnlyList<AuditEntry>, AuditView, bool, IActionResult> answer)
    {
        var view = await sight.OfAsync(this.Granted().Caller, User);
        var search = AuditSearch.Of(Request.Query) with { Before = "" };
        var (query, problems) = await search.QueryAsync(view.Scope, grains, AuditExport.MaxLines, HttpContext.RequestAborted);
        if (problems.Count > 0) { return BadRequest(string.Join(" ", problems)); }
        var entries = await audit.DoAsync(HttpContext, new("audit.export") { Changes = [new("format", null, format), new("filters", null, search.Url())] },
            () => log.FindAsync(query, HttpContext.RequestAborted));
        bool more = entries.Count == AuditExport.MaxLines;
        string cut = more ? string.Create(CultureInfo.InvariantCulture, $"-newest-{AuditExport.MaxLines}") : "";
        Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{time.GetUtcNow().UtcDateTime:yyyy-MM-dd}{cut}.{format}\"";
        return answer(entries, view, more);
    }

    async Task LoadAsync()
    {
        var view = await sight.OfAsync(this.Granted().Caller, User);
        var search = AuditSearch.Of(Request.Query);
        var (query, problems) = await search.QueryAsync(view.Scope, grains, PageSize + 1, HttpContext.RequestAborted);
        var entries = await log.FindAsync(query, HttpContext.RequestAborted);
        view = await sight.NameAsync(view, entries);
        List = new(search, view, [.. entries.Take(PageSize)], entries.Count > PageSize, problems);
    }
}
