using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Farms;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The codes with which rigs join a farm by themselves.</summary>
[NeedsFarm(FarmLevel.Manager)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class EnrollmentModel(IGrainFactory grains, IAuditTrail audit, AccountSettings settings) : PageModel
{
    /// <summary>What can be chosen: minutes and their words.</summary>
    public static IReadOnlyList<(int Minutes, string Words)> Lifetimes { get; } = [(10, "10 minutes"), (60, "1 hour"), (24 * 60, "1 day"), (7 * 24 * 60, "7 days")];

    /// <summary>Codes that rigs can join with.</summary>
    public IReadOnlyList<EnrollmentCode> Codes { get; private set; } = [];

    /// <summary>The code that was just made, this once.</summary>
    public string? NewCode { get; private set; }

    /// <summary>Its terms.</summary>
    public EnrollmentCode? NewTerms { get; private set; }

    /// <summary>What is wrong with what was asked for.</summary>
    public string? Error { get; private set; }

    /// <summary>Rigs, as typed.</summary>
    public string Uses { get; private set; } = "1";

    /// <summary>How a rig reaches this server.</summary>
    public ServerReach Server => new(Request, settings.PublicUrl);

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    IFarmEnrollment Enrollment => grains.GetGrain<IFarmEnrollment>(FarmId);

    /// <summary>The page.</summary>
    public async Task OnGetAsync() => Codes = await Enrollment.GetCodes();

    /// <summary>Makes a code.</summary>
    public async Task<IActionResult> OnPostAsync(string? uses, int minutes)
    {
        Uses = uses ?? "";
        if (Uses.Length > 8 || !int.TryParse(Uses.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) { return await WrongAsync("A whole number of rigs, such as 1."); }
        if (Lifetimes.All(l => l.Minutes != minutes)) { return await WrongAsync("Choose how long it is good for."); }
        var draft = new AuditDraft("enrollment.create")
        {
            FarmId = FarmId,
            Target = FarmName,
            Changes = [new AuditChange("rigs", null, count.ToString(CultureInfo.InvariantCulture)), new AuditChange("minutes", null, minutes.ToString(CultureInfo.InvariantCulture))],
        };
        string by = this.Granted().Caller.UserId;
        var made = await audit.DoAsync(HttpContext, draft, () => Enrollment.MakeCode(count, TimeSpan.FromMinutes(minutes), by), made => ChangeText.Refusal(made.Result));
        if (made.Text is null) { return made.Result.Outcome == ChangeOutcome.NotFound ? NotFound() : await WrongAsync(made.Result.Reason ?? ""); }
        (NewCode, NewTerms, Codes) = (made.Text, made.Code, await Enrollment.GetCodes());
        return Page();
    }

    /// <summary>Ends a code.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(string? codeId)
    {
        var draft = new AuditDraft("enrollment.revoke") { FarmId = FarmId, Target = FarmName };
        var result = await audit.DoAsync(HttpContext, draft, () => Enrollment.RevokeCode(codeId ?? ""), ChangeText.Refusal);
        return result.Outcome == ChangeOutcome.Done ? Redirect($"/farms/{FarmId}/enrollment") : NotFound();
    }

    async Task<IActionResult> WrongAsync(string why)
    {
        (Error, Codes) = (why, await Enrollment.GetCodes());
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
