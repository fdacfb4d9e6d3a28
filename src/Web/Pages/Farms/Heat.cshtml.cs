using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>Where the colour bands of a farm's cards begin, for every card and for single models.</summary>
[NeedsFarm(FarmLevel.Manager)]
internal sealed class HeatModel(IGrainFactory grains, IAuditTrail audit) : PageModel
{
    /// <summary>The table.</summary>
    public HeatForm Form { get; private set; } = new();

    /// <summary>What is wrong, by row.</summary>
    public Dictionary<int, string> Errors { get; } = [];

    /// <summary>What is wrong with all of it.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Models of the farm's cards, to choose from.</summary>
    public IReadOnlyList<string> Models { get; private set; } = [];

    /// <summary>It has just been saved.</summary>
    public bool Saved { get; private set; }

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    IFarmGrain Farm => grains.GetGrain<IFarmGrain>(FarmId);

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(bool saved)
    {
        if (await Farm.GetSettings() is not { } settings) { return NotFound(); }
        await LoadModelsAsync();
        (Form, Saved) = (HeatForm.Of(settings), saved);
        return Page();
    }

    /// <summary>Saves the bands.</summary>
    public async Task<IActionResult> OnPostAsync(HeatForm form)
    {
        Form = form;
        if (await Farm.GetSettings() is not { } before) { return NotFound(); }
        if (form.Read(Errors) is not { } rules) { return await RefuseAsync(StatusCodes.Status422UnprocessableEntity, null); }
        FarmSettings wanted;
        try { wanted = before with { Heat = HeatRule.Check(rules), Version = form.Version }; }
        catch (ArgumentException wrong) { return await RefuseAsync(StatusCodes.Status422UnprocessableEntity, wrong.Message); }
        var changes = SettingsChanges.Of(before, wanted);
        if (changes.Count == 0) { return Redirect($"/farms/{FarmId}/heat?saved=true"); }   // the same form a second time
        var draft = new AuditDraft("farm.settings") { FarmId = FarmId, Target = FarmName, Changes = changes };
        var result = await audit.DoAsync(HttpContext, draft, () => Farm.ChangeSettings(wanted), ChangeText.Refusal);
        switch (result.Outcome)
        {
            case ChangeOutcome.Done: return Redirect($"/farms/{FarmId}/heat?saved=true");
            case ChangeOutcome.NotFound: return NotFound();
            case ChangeOutcome.Changed:
                Form.Version = result.Version;
                return await RefuseAsync(StatusCodes.Status409Conflict, "Someone else saved the farm's settings meanwhile. Nothing of yours was saved; saving again puts yours over it.");
            default: return await RefuseAsync(StatusCodes.Status422UnprocessableEntity, result.Reason);
        }
    }

    async Task<PageResult> RefuseAsync(int status, string? why)
    {
        await LoadModelsAsync();
        (Wrong, Response.StatusCode) = (why, status);
        return Page();
    }

    async Task LoadModelsAsync()
    {
        const int most = 200;
        Models = await Farm.GetView() is { } farm
            ? [.. farm.Rigs.SelectMany(static rig => rig.Description.Inventory.Gpus).Select(static gpu => gpu.Model).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(most)]
            : [];
    }
}
