using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>Makes a farm.</summary>
[NeedsSignIn]
internal sealed class NewModel(IGrainFactory grains, IAuditTrail audit) : PageModel
{
    const int MaxFarms = 200;

    /// <summary>The fields.</summary>
    public FarmForm Form { get; private set; } = new() { TimeZone = FarmSettings.DefaultTimeZone };

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    /// <summary>Made with the form: the same form sent twice makes one farm.</summary>
    public string Once { get; private set; } = "";

    Caller Caller => this.Granted().Caller;

    /// <summary>The form.</summary>
    public IActionResult OnGet()
    {
        if (!MayCreate) { return StatusCode(StatusCodes.Status403Forbidden); }
        Once = OpaqueId.New();
        return Page();
    }

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPostAsync(FarmForm form, string? once)
    {
        if (!MayCreate) { return StatusCode(StatusCodes.Status403Forbidden); }
        if (!OpaqueId.IsValid(once)) { return BadRequest(); }
        (Form, Once) = (form, once);
        if (form.Read(Errors) is not { } settings) { return Wrong(); }
        string farmId = OpaqueId.From($"farm {Caller.UserId} {once}");
        var farm = grains.GetGrain<IFarmGrain>(farmId);
        if ((await farm.MembershipOf(Caller.UserId)).Exists) { return Redirect("/farms/" + farmId); }
        if ((await grains.GetGrain<IUserGrain>(Caller.UserId).GetFarms()).Length >= MaxFarms)
        {
            Errors[""] = $"You have {MaxFarms} farms, which is as many as one person can have.";
            return Wrong();
        }
        var draft = new AuditDraft("farm.create") { FarmId = farmId, Target = settings.Name, Changes = [new AuditChange("name", null, settings.Name)] };
        await audit.DoAsync(HttpContext, draft, async () =>
        {
            await farm.Create(settings.Name, Caller.UserId);
            await farm.ChangeSettings(settings with { Version = 0 });
        });
        return Redirect("/farms/" + farmId);
    }

    bool MayCreate => Caller.Role != UserRole.Monitor && Caller.Kind == CallerKind.Session;

    PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
