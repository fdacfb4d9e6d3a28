using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Grains.Farms;
using BloxOs.Silo.Schedules;
using BloxOs.Web.Access;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The history of a farm, drawn.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class ChartsModel(HistoryBook book, IJobLedger ledger, IEnumerable<IJobTimes> schedules, TimeProvider time) : PageModel
{
    /// <summary>The farm.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>Its name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>What is shown.</summary>
    public FarmHistory History { get; private set; } = null!;

    /// <summary>When the next points of farms are made, where there are none yet; null when that is not known.</summary>
    public DateTimeOffset? TotalsAt { get; private set; }

    /// <summary>The page.</summary>
    public async Task OnGetAsync(string? range, string? from, string? to)
    {
        History = await book.SketchFarmAsync(FarmId, book.Range(range, from, to) ?? book.Range(null, null, null)!, HttpContext.RequestAborted);
        if (History.Charts.Count == 0) { TotalsAt = await NextTotalsAsync(HttpContext.RequestAborted); }
    }

    /// <summary>What the script draws.</summary>
    public async Task<IActionResult> OnGetDataAsync(string? range, string? from, string? to)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        var sheet = await book.FarmAsync(FarmId, asked, asTable: false, HttpContext.RequestAborted);
        return new CompressedAnswer("application/json", stream => ChartJson.Write(stream, sheet));
    }

    /// <summary>What is shown, as a file.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string? range, string? from, string? to)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        var sheet = await book.FarmAsync(FarmId, asked, asTable: true, HttpContext.RequestAborted);
        return new CompressedAnswer(HistoryCsv.MediaType, stream => HistoryCsv.Write(stream, sheet.Charts), $"{HistoryFile.NameOf(FarmName)}-{asked.From:yyyyMMdd-HHmm}.csv");
    }

    /// <summary>What is drawn without a script, of another range.</summary>
    public async Task<IActionResult> OnGetPartsAsync(string? range, string? from, string? to)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        return Partial("_FarmParts", await book.SketchFarmAsync(FarmId, asked, HttpContext.RequestAborted));
    }

    async Task<DateTimeOffset?> NextTotalsAsync(CancellationToken cancellation)
    {
        var at = (await ledger.ListAsync(cancellation)).FirstOrDefault(static job => job.Name == IHistoryRollup.Job)?.NextAt;
        if (at is null && schedules.FirstOrDefault() is { } schedule && (await schedule.NextAsync(cancellation)).TryGetValue(IHistoryRollup.Job, out var first)) { at = first; }
        return at > time.GetUtcNow() ? at : null;
    }
}
