using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>Adds a rig and shows its token, this once.</summary>
[NeedsFarm(FarmLevel.Manager)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AddRigModel(IGrainFactory grains, IAuditTrail audit, AccountSettings settings) : PageModel
{
    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>What was typed.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The new rig with its token; null before it is added.</summary>
    public RigAdded? Added { get; private set; }

    /// <summary>How a rig reaches this server.</summary>
    public ServerReach Server => new(Request, settings.PublicUrl);

    /// <summary>Made with the form: the same form sent twice adds one rig.</summary>
    public string Once { get; private set; } = "";

    /// <summary>The form.</summary>
    public void OnGet() => Once = OpaqueId.New();

    /// <summary>Adds it.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? once)
    {
        (Name, Once) = (name ?? "", OpaqueId.IsValid(once) ? once : OpaqueId.New());
        try { Name = RigName.Check(name); }
        catch (ArgumentException wrong)
        {
            Error = wrong.Message;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        Added = await audit.DoAsync(HttpContext, new("rig.add") { FarmId = FarmId, Target = Name }, () => grains.GetGrain<IFarmGrain>(FarmId).AddRig(Name, Once));
        return Added.Token.Length > 0 ? Page() : Redirect("/rigs/" + Added.RigId);
    }
}
