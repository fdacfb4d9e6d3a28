using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>What people set of a farm, and its end.</summary>
[NeedsFarm(FarmLevel.Manager)]
internal sealed class SettingsModel(IGrainFactory grains, IAuditTrail audit) : PageModel
{
    /// <summary>The fields.</summary>
    public FarmForm Form { get; private set; } = new();

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    /// <summary>What is saved, when someone else saved meanwhile.</summary>
    public FarmSettings? Other { get; private set; }

    /// <summary>Why the farm was not deleted.</summary>
    public string? DeleteError { get; private set; }

    /// <summary>It has just been saved.</summary>
    public bool Saved { get; private set; }

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may delete it.</summary>
    public bool MayDelete => this.Granted().May(FarmLevel.Owner);

    IFarmGrain Farm => grains.GetGrain<IFarmGrain>(FarmId);

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(bool saved)
    {
        if (await Farm.GetSettings() is not { } settings) { return NotFound(); }
        (Form, Saved) = (FarmForm.Of(settings), saved);
        return Page();
    }

    /// <summary>Saves the settings.</summary>
    public async Task<IActionResult> OnPostAsync(FarmForm form)
    {
        Form = form;
        if (await Farm.GetSettings() is not { } before) { return NotFound(); }
        if (form.Read(Errors) is not { } wanted) { return Wrong(); }
        wanted = wanted with { Heat = before.Heat };   // another page's
        var changes = SettingsChanges.Of(before, wanted);
        if (changes.Count == 0) { return Back(); }   // the same form a second time
        var result = await audit.DoAsync(HttpContext, Draft("farm.settings") with { Changes = changes }, () => Farm.ChangeSettings(wanted), ChangeText.Refusal);
        switch (result.Outcome)
        {
            case ChangeOutcome.Done: return Back();
            case ChangeOutcome.NotFound: return NotFound();
            case ChangeOutcome.Changed:
                Other = await Farm.GetSettings();
                Form.Version = result.Version;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            default:
                Errors[""] = result.Reason ?? "";
                return Wrong();
        }
    }

    /// <summary>Deletes the farm.</summary>
    [NeedsFarm(FarmLevel.Owner), NeedsFreshSignIn]
    public async Task<IActionResult> OnPostDeleteAsync(string? typedName)
    {
        if (await Farm.GetSettings() is not { } settings) { return NotFound(); }
        var result = await audit.DoAsync(HttpContext, Draft("farm.delete"), () => Farm.Delete(typedName ?? ""), ChangeText.Refusal);
        if (result.Outcome == ChangeOutcome.Done) { return Redirect("/?deleted=true"); }
        (Form, DeleteError) = (FarmForm.Of(settings), result.Reason);
        return Wrong();
    }

    AuditDraft Draft(string action) => new(action) { FarmId = FarmId, Target = FarmName };

    RedirectResult Back() => Redirect($"/farms/{FarmId}/settings?saved=true");

    PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
