using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The history of a farm, drawn.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class ChartsModel(HistoryBook book) : PageModel
{
    /// <summary>The farm.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>Its name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>What is shown.</summary>
    public FarmHistory History { get; private set; } = null!;

    /// <summary>The page.</summary>
    public async Task OnGetAsync(string? range, string? from, string? to) =>
        History = await book.SketchFarmAsync(FarmId, book.Range(range, from, to) ?? book.Range(null, null, null)!, HttpContext.RequestAborted);

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
}
