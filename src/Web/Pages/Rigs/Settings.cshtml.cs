using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Pages.Farms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>Name, tags, token, farm and end of a rig.</summary>
[NeedsRig(FarmLevel.Manager)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class SettingsModel(IFarmAccess access, IGrainFactory grains, IAuditTrail audit) : PageModel
{
    /// <summary>The name as typed.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The tags as typed.</summary>
    public string Tags { get; private set; } = "";

    /// <summary>The version that the form was made of.</summary>
    public long Version { get; private set; }

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    /// <summary>What is saved, when someone else saved meanwhile.</summary>
    public RigDescription? Other { get; private set; }

    /// <summary>The new token, this once.</summary>
    public RigTokenChange? NewToken { get; private set; }

    /// <summary>What has just been done.</summary>
    public string? Done { get; private set; }

    /// <summary>The farms that it can move to.</summary>
    public IReadOnlyList<FarmSummary> OtherFarms { get; private set; } = [];

    /// <summary>The rig when the page was asked for.</summary>
    public RigDescription Rig { get; private set; } = null!;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    IRigGrain Grain => grains.GetGrain<IRigGrain>(Rig.RigId);

    /// <summary>The page.</summary>
    public async Task OnGetAsync(bool saved, bool moved)
    {
        await LoadAsync();
        Done = saved ? "Saved." : moved ? $"Moved to {FarmName}." : null;
    }

    /// <summary>Saves name and tags.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? tags, long version)
    {
        await LoadAsync();
        (Name, Tags, Version) = (name ?? "", tags ?? "", version);
        if (Read(version) is not { } wanted) { return Wrong(); }
        AuditChange[] all = [new("name", Rig.Name, wanted.Name), new("tags", string.Join(", ", Rig.Tags), string.Join(", ", wanted.Tags))];
        AuditChange[] changes = [.. all.Where(c => c.Before != c.After)];
        if (changes.Length == 0) { return Redirect($"/rigs/{Rig.RigId}/settings?saved=true"); }   // the same form a second time
        var result = await audit.DoAsync(HttpContext, Draft("rig.settings") with { Changes = changes }, () => Grain.Change(Rig.FarmId, wanted), ChangeText.Refusal);
        switch (result.Outcome)
        {
            case ChangeOutcome.Done: return Redirect($"/rigs/{Rig.RigId}/settings?saved=true");
            case ChangeOutcome.NotFound: return NotFound();
            case ChangeOutcome.Changed:
                Other = (await Grain.GetView())?.Description;
                Version = result.Version;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            default: return Wrong("", result.Reason);
        }
    }

    /// <summary>Makes a new token, which ends the old one when the agent shows it, or at once.</summary>
    public async Task<IActionResult> OnPostTokenAsync(bool now)
    {
        await LoadAsync();
        var end = now ? RigTokenEnd.Now : RigTokenEnd.WhenConfirmed;
        var draft = Draft("rig.token") with { Changes = [new AuditChange("old token ends", null, now ? "at once" : "when the new one is shown")] };
        NewToken = await audit.DoAsync(HttpContext, draft, () => Grain.ChangeToken(Rig.FarmId, end), result => result.Token is null ? "not there any more" : null);
        return NewToken.Token is null ? NotFound() : Page();
    }

    /// <summary>Moves it to another farm of this person.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string? toFarmId)
    {
        await LoadAsync();
        if (OtherFarms.FirstOrDefault(farm => farm.FarmId == toFarmId) is not { } to) { return Wrong("toFarmId", "Choose a farm that you manage."); }
        var draft = Draft("rig.move") with { Changes = [new AuditChange("farm", FarmName, to.Name)] };
        var result = await audit.DoAsync(HttpContext, draft, () => Grain.Move(Rig.FarmId, to.FarmId), ChangeText.Refusal);
        return result.Outcome switch
        {
            ChangeOutcome.Done => Redirect($"/rigs/{Rig.RigId}/settings?moved=true"),
            ChangeOutcome.Refused => Wrong("toFarmId", result.Reason),
            _ => NotFound(),
        };
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(bool sure)
    {
        await LoadAsync();
        if (!sure) { return Wrong("sure", "Tick the box to delete the rig."); }
        var result = await audit.DoAsync(HttpContext, Draft("rig.delete"), () => Grain.Delete(Rig.FarmId), ChangeText.Refusal);
        return result.Outcome == ChangeOutcome.Done ? Redirect($"/farms/{Rig.FarmId}") : NotFound();
    }

    async Task LoadAsync()
    {
        Rig = this.Granted().Rig!.Description;
        (Name, Tags, Version) = (Rig.Name, string.Join(", ", Rig.Tags), Rig.Version);
        OtherFarms = [.. (await access.FindFarmsAsync(User)).Farms.Where(farm => farm.Level >= FarmLevel.Manager && farm.FarmId != Rig.FarmId)];
    }

    /// <summary>Until when a new token waits, for people.</summary>
    public static string Hours(DateTimeOffset until, DateTimeOffset now) => Math.Max(1, Math.Round((until - now).TotalHours)).ToString(CultureInfo.InvariantCulture);

    AuditDraft Draft(string action) => new(action) { FarmId = Rig.FarmId, RigId = Rig.RigId, Target = Rig.Name };

    RigSettings? Read(long version)
    {
        string? name = Try("name", () => RigName.Check(Name));
        string? tags = Try("tags", () => string.Join(',', RigTags.Check(FarmForm.TagsOf(Tags))));
        return name is null || tags is null ? null : new(name, FarmForm.TagsOf(tags), version);
    }

    string? Try(string field, Func<string> check)
    {
        try { return check(); }
        catch (ArgumentException wrong)
        {
            Errors[field] = wrong.Message;
            return null;
        }
    }

    PageResult Wrong(string field, string? why)
    {
        Errors[field] = why ?? "";
        return Wrong();
    }

    PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
