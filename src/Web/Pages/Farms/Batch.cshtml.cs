using System.Globalization;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Batches;
using BloxOs.Web.Commands;
using BloxOs.Web.Display;
using BloxOs.Web.Pages.Rigs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>Something for many rigs: asks what exactly, then does it; <see cref="BatchDoneModel"/> says what became of each.</summary>
[NeedsFarm(FarmLevel.Operator)]
[RequestFormLimits(ValueCountLimit = MostValues)]
internal sealed class BatchModel(IFarmAccess access, BatchDesk desk, BulkDesk bulk, BatchNotes notes) : PageModel
{
    // Without scripts every rig of the list has a box of its own: too many are told so, not cut off as a form of nonsense.
    const int MostValues = 4 * BatchDesk.MostRigs;

    /// <summary>What is to be done.</summary>
    public BatchAct Act { get; private set; } = BatchAct.Tags;

    /// <summary>The rigs, by name.</summary>
    public IReadOnlyList<RigDescription> Rigs { get; private set; } = [];

    /// <summary>Chosen rigs that are not in this farm any more.</summary>
    public int Missing { get; private set; }

    /// <summary>The farms that they can move to.</summary>
    public IReadOnlyList<FarmSummary> OtherFarms { get; private set; } = [];

    /// <summary>What was typed.</summary>
    public BatchForm Form { get; private set; } = new();

    /// <summary>The names that a pattern would give, where that is asked.</summary>
    public IReadOnlyList<(string Before, string After, string? Why)> Names { get; private set; } = [];

    /// <summary>What is wrong.</summary>
    public string? Wrong { get; private set; }

    /// <summary>For the form: sent twice it is one command to each rig.</summary>
    public string Once { get; private set; } = OpaqueId.New();

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>Their ids, for the form.</summary>
    public string RigIds => string.Join(' ', Rigs.Select(static rig => rig.RigId));

    /// <summary>Their versions in the same order: a form that is sent again, or late, renames nothing twice.</summary>
    public string RigVersions => string.Join(' ', Rigs.Select(static rig => rig.Version.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The list in which they were chosen.</summary>
    public string ListUrl => "/farms/" + FarmId + Form.List;

    /// <summary>Asks what exactly; the farm's list when no choice is kept under the id, or none of the rigs is there any more.</summary>
    public async Task<IActionResult> OnGetAsync(string? id)
    {
        if (await notes.ReadAsync<BatchChoice>(HttpContext, id) is not { } choice) { return Redirect(ListUrl); }
        var refused = await LoadAsync(new() { Act = choice.Act, Rigs = choice.Rigs, List = choice.List });
        return refused is null ? Page() : refused is PageResult ? Redirect(ListUrl) : refused;   // gone back to when they were deleted or moved
    }

    /// <summary>Keeps what was chosen, and asks on a page that can be gone back to.</summary>
    public async Task<IActionResult> OnPostAsync(BatchForm form)
    {
        if (await LoadAsync(form) is { } refused) { return refused; }
        if (Rigs.Count == 0) { return Refuse("No rig is chosen. Tick the rigs in the list first."); }
        string chosen = string.Join(' ', form.Ids().Distinct(StringComparer.Ordinal));
        return Redirect($"/farms/{FarmId}/batch?id={await notes.KeepAsync(HttpContext, new BatchChoice(Act.Key, chosen, Form.List))}");
    }

    /// <summary>Shows the names that a pattern gives.</summary>
    [NeedsFarm(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostPreviewAsync(BatchForm form)
    {
        form.Act = BatchAct.Rename.Key;
        if (await LoadAsync(form) is { } refused) { return refused; }
        return Pattern() is null ? Refuse(Wrong) : Page();
    }

    /// <summary>Gives a command to each.</summary>
    public async Task<IActionResult> OnPostOrderAsync(BatchForm form)
    {
        if (await LoadAsync(form) is { } refused) { return refused; }
        if (Act.Kind is not { } kind) { return BadRequest(); }
        if (!OpaqueId.IsValid(form.Once)) { return BadRequest(); }
        var results = new List<BatchResult>(Rigs.Count);
        foreach (var some in Rigs.Chunk(BulkDesk.MostRigs)) { results.AddRange(await OrderAsync(some, new(kind, null, null, CommandWords.UsualWait, form.Once))); }
        return await ShowAsync(results);
    }

    /// <summary>A result for each: what was ordered of others before stands, and what left the farm meanwhile holds up nobody.</summary>
    async Task<List<BatchResult>> OrderAsync(RigDescription[] rigs, CommandWish wish)
    {
        var results = new List<BatchResult>(rigs.Length);
        while (rigs.Length > 0)
        {
            var answer = await bulk.OrderAsync(HttpContext, [.. rigs.Select(static rig => rig.RigId)], wish);
            if (answer.Complaint is null)
            {
                results.AddRange(answer.Results.Select(static one => new BatchResult(one.RigId, one.Name, one.Answer.Command is { } command ? CommandWords.Title(command.Phase) : null, one.Answer.Reason)));
                break;
            }
            RigDescription[] refused = answer.Missing ? [.. rigs.Where(rig => answer.Gone.Contains(rig.RigId))] : rigs;
            results.AddRange(refused.Select(rig => new BatchResult(rig.RigId, rig.Name, null, answer.Missing ? "It is not in this farm any more." : answer.Complaint)));
            rigs = [.. rigs.Except(refused)];
        }
        return results;
    }

    /// <summary>Adds and takes away tags.</summary>
    [NeedsFarm(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostTagsAsync(BatchForm form)
    {
        form.Act = BatchAct.Tags.Key;
        if (await LoadAsync(form) is { } refused) { return refused; }
        try
        {
            var (add, remove) = (RigTags.Check(FarmForm.TagsOf(form.Add)), RigTags.Check(FarmForm.TagsOf(form.Remove)));
            return add.Length + remove.Length == 0 ? Refuse("Type the tags to add or to remove.") : await ShowAsync(await desk.TagAsync(HttpContext, Rigs, add, remove));
        }
        catch (ArgumentException wrong) { return Refuse(wrong.Message); }
    }

    /// <summary>Gives them the names that were shown.</summary>
    [NeedsFarm(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostRenameAsync(BatchForm form)
    {
        form.Act = BatchAct.Rename.Key;
        if (await LoadAsync(form) is { } refused) { return refused; }
        return Pattern() is not { } pattern ? Refuse(Wrong)
            : !form.IsOf(Rigs) ? Refuse("Nothing was renamed: these rigs have changed since this form was made, maybe by this very form. Below stands what it would do now.")
            : form.Shown != form.Wanted ? Refuse("Nothing was renamed yet: look at these names first.")
            : Names.Any(static name => name.Why is not null) ? Refuse("Some of these would be no names. Nothing was renamed.")
            : await ShowAsync(await desk.RenameAsync(HttpContext, Rigs, pattern));
    }

    /// <summary>Moves them to another farm of this person.</summary>
    [NeedsFarm(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostMoveAsync(BatchForm form)
    {
        form.Act = BatchAct.Move.Key;
        if (await LoadAsync(form) is { } refused) { return refused; }
        return OtherFarms.FirstOrDefault(farm => farm.FarmId == form.To) is { } to ? await ShowAsync(await desk.MoveAsync(HttpContext, Rigs, to)) : Refuse("Choose a farm that you manage.");
    }

    /// <summary>Deletes them.</summary>
    [NeedsFarm(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostDeleteAsync(BatchForm form)
    {
        form.Act = BatchAct.Delete.Key;
        if (await LoadAsync(form) is { } refused) { return refused; }
        return form.Sure ? await ShowAsync(await desk.DeleteAsync(HttpContext, Rigs)) : Refuse("Tick the box to delete these rigs.");
    }

    /// <summary>Null when it may go on.</summary>
    async Task<IActionResult?> LoadAsync(BatchForm form)
    {
        if (BatchAct.Find(form.Act) is not { } act) { return BadRequest(); }
        if (!this.Granted().May(act.Needs)) { return StatusCode(StatusCodes.Status403Forbidden); }
        (Form, Act) = (form, act);
        form.List = RigsQuery.Kept(form.List);
        if (OpaqueId.IsValid(form.Once)) { Once = form.Once!; }
        if (await access.FindFarmAsync(User, FarmId, FarmLevel.Operator) is not { } farm) { return NotFound(); }
        var wanted = form.Ids().Take(BatchDesk.MostRigs + 1).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count > BatchDesk.MostRigs) { return Refuse($"Choose at most {BatchDesk.MostRigs} rigs at once."); }
        Rigs = [.. farm.Rigs.Select(static rig => rig.Description).Where(rig => wanted.Contains(rig.RigId)).OrderBy(static rig => RigOrder.Natural(rig.Name), StringComparer.Ordinal).ThenBy(static rig => rig.RigId, StringComparer.Ordinal)];
        Missing = wanted.Count - Rigs.Count;
        if (Rigs.Count == 0 && Missing > 0) { return Refuse("None of the chosen rigs is in this farm any more. Nothing was done."); }
        if (act == BatchAct.Move) { OtherFarms = [.. (await access.FindFarmsAsync(User)).Farms.Where(other => other.Level >= FarmLevel.Manager && other.FarmId != FarmId)]; }
        return null;
    }

    RenamePattern? Pattern()
    {
        int first;
        try { first = FormNumber.Whole(Form.First, "First number") ?? throw new ArgumentException("First number: type one."); }
        catch (ArgumentException wrong)
        {
            Wrong = wrong.Message;
            return null;
        }
        var pattern = RenamePattern.Read(Form.Pattern, first, Rigs.Count, out string? why);
        Wrong = why;
        if (pattern is not null) { Names = [.. Rigs.Select((rig, at) => Name(pattern, rig, at))]; }
        return pattern;
    }

    static (string, string, string?) Name(RenamePattern pattern, RigDescription rig, int at)
    {
        try { return (rig.Name, pattern.NameOf(rig, at), null); }
        catch (ArgumentException wrong) { return (rig.Name, "", wrong.Message); }
    }

    async Task<IActionResult> ShowAsync(IReadOnlyList<BatchResult> results) =>
        Redirect($"/farms/{FarmId}/batch/{await notes.KeepAsync(HttpContext, new BatchOutcome(Act.Key, results, Form.List))}");

    PageResult Refuse(string? why)
    {
        (Wrong, Response.StatusCode) = (why, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }
}
