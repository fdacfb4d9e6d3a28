using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>The history of a rig, drawn.</summary>
[NeedsRig(FarmLevel.Viewer)]
internal sealed class ChartsModel(HistoryBook book) : PageModel
{
    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may change it.</summary>
    public bool MayManage => this.Granted().May(FarmLevel.Manager);

    /// <summary>What is shown.</summary>
    public RigHistory History { get; private set; } = null!;

    /// <summary>The page.</summary>
    public async Task OnGetAsync() => History = await book.OfAsync(HttpContext, Rig, $"/rigs/{Rig.RigId}/charts");

    /// <summary>What the script draws.</summary>
    public async Task<IActionResult> OnGetDataAsync(string? range, string? from, string? to, string? view)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        var sheet = await book.RigAsync(Rig, asked, IsPerCard(view), asTable: false, HttpContext.RequestAborted);
        return new CompressedAnswer("application/json", stream => ChartJson.Write(stream, sheet));
    }

    /// <summary>What is shown, as a file.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string? range, string? from, string? to, string? view)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        var sheet = await book.RigAsync(Rig, asked, IsPerCard(view), asTable: true, HttpContext.RequestAborted);
        return new CompressedAnswer(HistoryCsv.MediaType, stream => HistoryCsv.Write(stream, sheet.Charts, sheet.Events), $"{HistoryFile.NameOf(Rig.Name)}-{asked.From:yyyyMMdd-HHmm}.csv");
    }

    /// <summary>What is drawn without a script, of another range.</summary>
    /// <param name="range">As in the page's own address.</param>
    /// <param name="from">As in the page's own address.</param>
    /// <param name="to">As in the page's own address.</param>
    /// <param name="view">As in the page's own address.</param>
    /// <param name="on">"rig" for the rig's first page.</param>
    public async Task<IActionResult> OnGetPartsAsync(string? range, string? from, string? to, string? view, string? on)
    {
        if (book.Range(range, from, to) is not { } asked) { return BadRequest(); }
        string path = on == "rig" ? $"/rigs/{Rig.RigId}" : $"/rigs/{Rig.RigId}/charts";
        return Partial("_RigParts", await book.SketchAsync(Rig, asked, IsPerCard(view), path, HttpContext.RequestAborted));
    }

    static bool IsPerCard(string? view) => view == "cards";
}
