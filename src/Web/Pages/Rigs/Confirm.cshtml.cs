using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>Asks again before a rig is told something dangerous.</summary>
[NeedsRig(FarmLevel.Manager)]
[ResponseCache(NoStore = true)]
internal sealed class ConfirmModel : PageModel
{
    /// <summary>What is to be ordered.</summary>
    public CommandKind Kind { get; private set; }

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>It is not connected.</summary>
    public bool IsAway => this.Granted().Rig!.Reading.Status == RigStatus.Offline;

    /// <summary>The page.</summary>
    public IActionResult OnGet(CommandKind? kind)
    {
        if (kind is not { } known || !Enum.IsDefined(known) || !CommandWords.IsDangerous(known)) { return NotFound(); }
        Kind = known;
        return Page();
    }
}
