using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>Asks again before a rig is told something dangerous.</summary>
[NeedsRig(FarmLevel.Manager)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ConfirmModel(AccountSettings settings) : PageModel
{
    /// <summary>What is to be ordered.</summary>
    public CommandKind Kind { get; private set; }

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>It is not connected.</summary>
    public bool IsAway => this.Granted().Rig!.Reading.Status == RigStatus.Offline;

    /// <summary>Its agent said that it may not.</summary>
    public bool CannotReboot => Rig.Inventory.CanReboot == false && Kind is CommandKind.Reboot or CommandKind.Shutdown;

    /// <summary>How a rig reaches this server.</summary>
    public ServerReach Server => new(Request, settings.PublicUrl);

    /// <summary>The page.</summary>
    public IActionResult OnGet(CommandKind? kind)
    {
        if (kind is not { } known || !Enum.IsDefined(known) || !CommandWords.IsDangerous(known)) { return NotFound(); }
        Kind = known;
        return Page();
    }
}
