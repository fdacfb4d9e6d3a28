using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Pages;

namespace BloxOs.Web.Batches;

/// <summary>Changes many rigs of a farm, each written down before it is done and each with an end of its own: what one refuses does not hold up the others.</summary>
internal sealed partial class BatchDesk(IGrainFactory grains, IAuditTrail audit, ILogger<BatchDesk> logger)
{
    /// <summary>Rigs at once, at most.</summary>
    public const int MostRigs = 1_000;

    const int AtOnce = 32;
    const int ChangeTries = 3;
    const string TryAgain = "The server could not save it. Try again.";

    /// <summary>Adds these tags and takes those away.</summary>
    public Task<IReadOnlyList<BatchResult>> TagAsync(HttpContext http, IReadOnlyList<RigDescription> rigs, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove) =>
        EachAsync(rigs, (rig, _) => ChangeAsync(http, rig, settings => settings with
        {
            Tags = RigTags.Check([.. settings.Tags.Where(tag => !remove.Contains(tag, StringComparer.OrdinalIgnoreCase)), .. add]),
        }));

    /// <summary>Gives each its name by a pattern, in their order.</summary>
    /// <remarks>One that somebody changes meanwhile stays as it is: its name would be another than was shown.</remarks>
    public Task<IReadOnlyList<BatchResult>> RenameAsync(HttpContext http, IReadOnlyList<RigDescription> rigs, RenamePattern pattern) =>
        EachAsync(rigs, (rig, at) => ChangeAsync(http, rig, settings => settings with { Name = pattern.NameOf(rig, at) }, mostTries: 1));

    /// <summary>Moves them to a farm that the caller manages.</summary>
    public Task<IReadOnlyList<BatchResult>> MoveAsync(HttpContext http, IReadOnlyList<RigDescription> rigs, FarmSummary to)
    {
        string from = http.Granted().FarmName;
        return EachAsync(rigs, async (rig, _) => Ended(rig, "moved to " + to.Name, await audit.DoAsync(
            http, Draft("rig.move", rig) with { Changes = [new AuditChange("farm", from, to.Name)] }, () => Grain(rig).Move(rig.FarmId, to.FarmId), ChangeText.Refusal)));
    }

    /// <summary>Deletes them.</summary>
    public Task<IReadOnlyList<BatchResult>> DeleteAsync(HttpContext http, IReadOnlyList<RigDescription> rigs) =>
        EachAsync(rigs, async (rig, _) => Ended(rig, "deleted", await audit.DoAsync(http, Draft("rig.delete", rig), () => Grain(rig).Delete(rig.FarmId), ChangeText.Refusal)));

    async Task<BatchResult> ChangeAsync(HttpContext http, RigDescription rig, Func<RigSettings, RigSettings> change, int mostTries = ChangeTries)
    {
        var now = rig;
        for (int tries = 1; ; tries++)
        {
            var before = new RigSettings(now.Name, now.Tags, now.Version);
            RigSettings wanted;
            try { wanted = change(before); }
            catch (ArgumentException wrong) { return new(rig.RigId, rig.Name, null, wrong.Message); }
            AuditChange[] all = [new("name", before.Name, wanted.Name), new("tags", string.Join(", ", before.Tags), string.Join(", ", wanted.Tags))];
            AuditChange[] changes = [.. all.Where(static c => c.Before != c.After)];
            string done = string.Join("; ", changes.Select(static c => $"{c.Field} now {(c.After is { Length: > 0 } after ? after : "none")}"));
            if (changes.Length == 0) { return new(rig.RigId, rig.Name, BatchResult.Unchanged, null); }
            var result = await audit.DoAsync(http, Draft("rig.settings", rig) with { Changes = changes }, () => Grain(rig).Change(rig.FarmId, wanted), ChangeText.Refusal);
            if (result.Outcome != ChangeOutcome.Changed || tries == mostTries || await Grain(rig).GetView() is not { } view) { return Ended(rig, done, result); }
            now = view.Description;
        }
    }

    async Task<IReadOnlyList<BatchResult>> EachAsync(IReadOnlyList<RigDescription> rigs, Func<RigDescription, int, Task<BatchResult>> work)
    {
        var results = new BatchResult[rigs.Count];
        await Parallel.ForAsync(0, rigs.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
        {
            try { results[at] = await work(rigs[at], at); }
            catch (Exception failure)   // the others have their own end
            {
                LogFailed(failure, rigs[at].RigId);
                results[at] = new(rigs[at].RigId, rigs[at].Name, null, TryAgain);
            }
        });
        return results;
    }

    IRigGrain Grain(RigDescription rig) => grains.GetGrain<IRigGrain>(rig.RigId);

    static BatchResult Ended(RigDescription rig, string done, ChangeResult result) =>
        ChangeText.Refusal(result) is { } why ? new(rig.RigId, rig.Name, null, why) : new(rig.RigId, rig.Name, done, null);

    static AuditDraft Draft(string action, RigDescription rig) => new(action) { FarmId = rig.FarmId, RigId = rig.RigId, Target = rig.Name };

    [LoggerMessage(LogLevel.Warning, "A change of many rigs could not be made to rig {RigId}")]
    partial void LogFailed(Exception failure, string rigId);
}
