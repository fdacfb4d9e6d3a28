using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Live;

/// <summary>
/// Looks again and again whether those who watch still may: whether their session holds and their farms are still theirs. Who may not is thrown
/// out; his page then loads anew and says why.
/// </summary>
internal sealed partial class AccessSweep(
    LiveConnections connections, SessionCheck sessions, IFarmAccess access, TimeProvider time, ILogger<AccessSweep> logger) : BackgroundService
{
    /// <summary>Time between two looks at the same tab: what has ended is gone within five seconds.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Without a good answer for this long a tab is closed: access that cannot be checked is none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    const int AtOnce = 16;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try { while (await timer.WaitForNextTickAsync(stoppingToken)) { await SweepAsync(stoppingToken); } }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>One look at all tabs. Whatever goes wrong, the next one comes: without it those who may no longer look would look on.</summary>
    async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            // The tabs of one browser share their answers.
            var bySession = connections.All.GroupBy(static one => one.User.FindFirstValue(AccessClaims.Session) ?? "", StringComparer.Ordinal);
            await Parallel.ForEachAsync(bySession, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, SweepAsync);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested) { LogUnchecked(failure); }
    }

    async ValueTask SweepAsync(IEnumerable<LiveConnection> tabs, CancellationToken stop)
    {
        try
        {
            var all = tabs.ToList();
            var holds = await sessions.HoldsAsync(all[0].User, stop);
            var farms = new Dictionary<string, bool>(StringComparer.Ordinal);
            foreach (var tab in all)
            {
                if (holds && await MayStillLookAsync(tab, farms)) { tab.CheckedAt = time.GetUtcNow(); }
                else { tab.Abort(); }
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested)   // a call that was cancelled elsewhere is no answer, too
        {
            LogUnchecked(failure);
            foreach (var tab in tabs.Where(one => time.GetUtcNow() - one.CheckedAt >= Patience)) { tab.Abort(); }
        }
    }

    async Task<bool> MayStillLookAsync(LiveConnection tab, Dictionary<string, bool> farms)
    {
        if (Caller.Of(tab.User) is not { } caller) { return false; }
        foreach (var (group, farmId) in tab.Watches)
        {
            if (group.Kind == LiveGroup.FarmKind)
            {
                if (!farms.TryGetValue(farmId, out var may)) { farms[farmId] = may = (await access.MembershipAsync(caller, farmId)).Level >= FarmLevel.Viewer; }
                if (!may) { return false; }
            }
            // A rig that moved is served by another farm's feed now.
            else if (await access.FindRigAsync(caller, group.Id) is not var (rig, membership) || rig.Description.FarmId != farmId || membership.Level < FarmLevel.Viewer)
            {
                return false;
            }
        }
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The access of a viewer could not be checked")]
    partial void LogUnchecked(Exception failure);
}
