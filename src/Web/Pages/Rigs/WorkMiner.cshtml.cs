using System.Globalization;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One miner instance that a rig is to run.</summary>
[NeedsRig(FarmLevel.Manager), NeedsFreshSignIn]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class WorkMinerModel(IGrainFactory grains, WorkDesk desk) : PageModel
{
    WantedWork _before = WantedWork.None;

    /// <summary>The form.</summary>
    [BindProperty]
    public MinerForm Form { get; set; } = MinerForm.Empty;

    /// <summary>Name that it is saved under; null for a new one.</summary>
    public string? OldName { get; private set; }

    /// <summary>The revision that the form was made of.</summary>
    public string Revision { get; private set; } = "0";

    /// <summary>The form holds all of it.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>Why it was not saved.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>Bus ids of its cards.</summary>
    public string BusIds => string.Join(", ", Rig.Inventory.Gpus.Select(static g => g.BusId).OfType<string>());

    /// <summary>The form, empty or with the miner of this name.</summary>
    public async Task<IActionResult> OnGetAsync(string? name)
    {
        await LoadAsync();
        Revision = _before.Revision.ToString(CultureInfo.InvariantCulture);
        if (name is null) { return Page(); }
        if (Find(name) is not { } miner) { return NotFound(); }
        (OldName, Form, Fits) = (name, MinerForm.Of(miner), MinerForm.Fits(miner));
        return Page();
    }

    /// <summary>Saves it.</summary>
    public async Task<IActionResult> OnPostAsync(long revision, string? oldName)
    {
        await LoadAsync();
        OldName = string.IsNullOrEmpty(oldName) ? null : oldName;
        Revision = revision.ToString(CultureInfo.InvariantCulture);
        if (revision != _before.Revision) { return Refuse(StatusCodes.Status409Conflict, "Someone else changed this rig's miners meanwhile. Nothing was saved: saving once more puts yours over it."); }
        ChangeResult result;
        try { result = await desk.SaveAsync(HttpContext, _before, With(Form.Read(_before, OldName, desk))); }
        catch (ArgumentException wrong) { result = ChangeResult.Refused(wrong.Message); }
        return result.Outcome switch
        {
            ChangeOutcome.Done => Redirect($"/rigs/{Rig.RigId}/work?saved=true"),
            ChangeOutcome.NotFound => NotFound(),
            ChangeOutcome.Changed => Refuse(StatusCodes.Status409Conflict, "Someone else changed this rig's miners at the same time. Save once more."),
            _ => Refuse(StatusCodes.Status422UnprocessableEntity, result.Reason ?? "This cannot be saved."),
        };
    }

    /// <summary>In its place, or at the end.</summary>
    WantedWork With(WantedMiner miner)
    {
        var miners = _before.Miners ?? [];
        int at = OldName is null ? -1 : miners.ToList().FindIndex(m => m.Name == OldName);
        return _before with { Miners = at < 0 ? miners.Add(miner) : miners.SetItem(at, miner) };
    }

    PageResult Refuse(int status, string why)
    {
        (Wrong, Response.StatusCode) = (why, status);
        if (status == StatusCodes.Status409Conflict) { Revision = _before.Revision.ToString(CultureInfo.InvariantCulture); }
        Form.Algorithms = [.. Form.Algorithms.Take(2).Concat(Enumerable.Repeat(AlgorithmForm.Of(null), 2)).Take(2)];
        foreach (var algorithm in Form.Algorithms) { algorithm.Pools = [.. algorithm.Pools.Concat(Enumerable.Range(0, MinerForm.Pools).Select(static _ => PoolForm.Of(null))).Take(MinerForm.Pools)]; }
        ModelState.Clear();
        return Page();
    }

    WantedMiner? Find(string name) => (_before.Miners ?? []).FirstOrDefault(m => m.Name == name);

    async Task LoadAsync() => _before = (await grains.GetGrain<IRigGrain>(Rig.RigId).GetOrders())?.Wanted ?? WantedWork.None;
}
