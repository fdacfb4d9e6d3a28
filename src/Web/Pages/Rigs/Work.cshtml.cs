using System.Globalization;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>What a rig is to do: its miners, and how it helps itself.</summary>
[NeedsRig(FarmLevel.Manager)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class WorkModel(IGrainFactory grains, WorkDesk desk) : PageModel
{
    /// <summary>What it is to do.</summary>
    public WantedWork Wanted { get; private set; } = WantedWork.None;

    /// <summary>The revision that the forms are made of.</summary>
    public string Revision => Wanted.Revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Why nothing was done.</summary>
    public string? Wrong { get; private set; }

    /// <summary>It has just been saved.</summary>
    public bool Done { get; private set; }

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>The page.</summary>
    public async Task OnGetAsync(bool saved)
    {
        await LoadAsync();
        Done = saved;
    }

    /// <summary>Takes a miner away.</summary>
    public Task<IActionResult> OnPostRemoveAsync(long revision, string? name) =>
        SaveAsync(revision, wanted => wanted with { Miners = wanted.Miners?.RemoveAll(m => m.Name == name) });

    /// <summary>The rig leaves alone what runs.</summary>
    public Task<IActionResult> OnPostLeaveAsync(long revision) => SaveAsync(revision, static wanted => wanted with { Miners = null });

    /// <summary>How it helps itself.</summary>
    public Task<IActionResult> OnPostRecoveryAsync(long revision, bool enabled, string? reboots, string? low, string? core, string? memory) => SaveAsync(revision, wanted => wanted with
    {
        Recovery = new()
        {
            Enabled = enabled,
            RebootsInSixHours = FormNumber.Whole(reboots, "Reboots in six hours"),
            LowHashratePercent = FormNumber.Any(low, "The low hashrate"),
            StopCoreCelsius = FormNumber.Any(core, "The core temperature"),
            StopMemoryCelsius = FormNumber.Any(memory, "The memory temperature"),
        },
    });

    /// <summary>A number as a form field takes it.</summary>
    public static string? Text(double? number) => number?.ToString(CultureInfo.InvariantCulture);

    async Task<IActionResult> SaveAsync(long revision, Func<WantedWork, WantedWork> change)
    {
        await LoadAsync();
        ChangeResult result;
        try { result = revision == Wanted.Revision ? await desk.SaveAsync(HttpContext, Wanted, change(Wanted)) : ChangeResult.Changed(Wanted.Revision); }
        catch (ArgumentException wrong) { result = ChangeResult.Refused(wrong.Message); }
        switch (result.Outcome)
        {
            case ChangeOutcome.Done: return Redirect($"/rigs/{Rig.RigId}/work?saved=true");
            case ChangeOutcome.NotFound: return NotFound();
            default:
                await LoadAsync();
                Wrong = result.Outcome == ChangeOutcome.Changed ? "Someone else changed this meanwhile. Nothing of yours was saved: look at what stands here now." : result.Reason;
                Response.StatusCode = result.Outcome == ChangeOutcome.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
                return Page();
        }
    }

    async Task LoadAsync() => Wanted = (await grains.GetGrain<IRigGrain>(Rig.RigId).GetOrders())?.Wanted ?? WantedWork.None;
}
