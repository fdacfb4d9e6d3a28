using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Web.Access;

namespace BloxOs.Web.Commands;

/// <summary>
/// Gives one command to many rigs of a farm, for pages and API. What can be known before is: when a rig is named twice or is not in the farm,
/// nothing is ordered. After that each rig answers for itself.
/// </summary>
internal sealed partial class BulkDesk(CommandDesk desk, IGrainFactory grains, ILogger<BulkDesk> logger)
{
    /// <summary>Rigs in one call, at most.</summary>
    public const int MostRigs = 500;

    const int AtOnce = 32;
    const int MostNamed = 20;
    const string TryAgain = "The server could not save the command for this rig. Try again.";

    /// <summary>Gives the command.</summary>
    /// <param name="http">The call; the gate has let it into the farm and has looked at <see cref="CommandWords.Needed"/>.</param>
    /// <param name="rigIds">The rigs, as the caller names them.</param>
    /// <param name="wish">What is wanted.</param>
    public async Task<BulkAnswer> OrderAsync(HttpContext http, IReadOnlyList<string> rigIds, CommandWish wish)
    {
        if (CommandDesk.Complaint(wish.Kind, wish.Instance, wish.Version) is { } wrong) { return new([], wrong); }
        if (Complaint(rigIds) is { } unfit) { return new([], unfit); }
        var farm = await grains.GetGrain<IFarmGrain>(http.Granted().FarmId).GetView();
        var names = (farm?.Rigs ?? []).ToDictionary(static r => r.Description.RigId, static r => r.Description.Name, StringComparer.Ordinal);
        var missing = rigIds.Where(id => !names.ContainsKey(id)).ToList();
        if (missing.Count > 0) { return new([], $"Nothing was ordered. Not in this farm: {Listed(missing)}.") { Gone = missing }; }

        var results = new BulkResult[rigIds.Count];
        await Parallel.ForAsync(0, rigIds.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
            results[at] = new(rigIds[at], names[rigIds[at]], await GiveAsync(http, rigIds[at], names[rigIds[at]], wish)));
        return new(results);
    }

    /// <summary>What is wrong with the rigs that a caller names; null when nothing is, as far as can be told without looking for them.</summary>
    static string? Complaint(IReadOnlyList<string> rigIds)
    {
        if (rigIds.Count is < 1 or > MostRigs) { return $"Name 1 to {MostRigs} rigs."; }
        for (int i = 0; i < rigIds.Count; i++)
        {
            if (!OpaqueId.IsValid(rigIds[i])) { return $"Nothing was ordered. Number {i + 1} of the rigs is no id."; }
        }
        var twice = rigIds.GroupBy(static id => id, StringComparer.Ordinal).Where(static g => g.Skip(1).Any()).Select(static g => g.Key).ToList();
        return twice.Count > 0 ? $"Nothing was ordered. Named more than once: {Listed(twice)}." : null;
    }

    async Task<CommandAnswer> GiveAsync(HttpContext http, string rigId, string name, CommandWish wish)
    {
        try { return await desk.GiveAsync(http, rigId, name, wish); }
        catch (Exception failure)   // the other rigs have, or get, theirs
        {
            LogFailed(failure, wish.Kind, rigId);
            return CommandAnswer.Refused(TryAgain);
        }
    }

    static string Listed(List<string> ids) => string.Join(", ", ids.Take(MostNamed)) + (ids.Count > MostNamed ? $" and {ids.Count - MostNamed} more" : "");

    [LoggerMessage(LogLevel.Warning, "{Kind}, ordered for many rigs, could not be given to rig {RigId}")]
    partial void LogFailed(Exception failure, CommandKind kind, string rigId);
}
