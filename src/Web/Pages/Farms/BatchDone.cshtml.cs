using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Batches;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>What became of each of many rigs: to be gone away from and back to, for who did it and for about a day.</summary>
[NeedsFarm(FarmLevel.Operator)]
internal sealed class BatchDoneModel(BatchNotes notes) : PageModel
{
    /// <summary>What was done.</summary>
    public BatchAct Act { get; private set; } = BatchAct.Tags;

    /// <summary>What became of each.</summary>
    public IReadOnlyList<BatchResult> Results { get; private set; } = [];

    /// <summary>None of them had to be changed.</summary>
    public bool NothingChanged => Results.All(static one => one.Done == BatchResult.Unchanged);

    /// <summary>The list in which they were chosen.</summary>
    public string ListUrl { get; private set; } = "";

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>Nothing is kept under this address, or nothing for who asks.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>The page; where else to look when it is not kept any more.</summary>
    public async Task<IActionResult> OnGetAsync(string? id)
    {
        ListUrl = "/farms/" + FarmId;
        if (await notes.ReadAsync<BatchOutcome>(HttpContext, id) is not { } outcome || BatchAct.Find(outcome.Act) is not { } act)
        {
            (IsUnknown, Response.StatusCode) = (true, StatusCodes.Status404NotFound);
            return Page();
        }
        (Act, Results) = (act, outcome.Results);
        ListUrl += outcome.List;
        return Page();
    }
}
