using BloxOs.Grains.Farms;
using BloxOs.Web.Access;

namespace BloxOs.Web.Live;

/// <summary>Looks again and again whether those who watch still may. Who may not is thrown out; his page then loads anew and says why.</summary>
internal sealed partial class AccessSweep(LiveConnections connections, IServiceScopeFactory scopes, TimeProvider time, ILogger<AccessSweep> logger) : BackgroundService
{
    /// <summary>Time between two looks at the same tab.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Without a good answer for this long a tab is closed: access that cannot be checked is none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try { while (await timer.WaitForNextTickAsync(stoppingToken)) { await SweepAsync(stoppingToken); } }
        catch (OperationCanceledException) { }
    }

    async Task SweepAsync(CancellationToken stop)
    {
        foreach (var connection in connections.All)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                if (await MayStillLookAsync(connection)) { connection.CheckedAt = time.GetUtcNow(); }
                else { connection.Abort(); }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                LogUnchecked(failure);
                if (time.GetUtcNow() - connection.CheckedAt >= Patience) { connection.Abort(); }
            }
        }
    }

    async Task<bool> MayStillLookAsync(LiveConnection connection)
    {
        await using var scope = scopes.CreateAsyncScope();
        var access = scope.ServiceProvider.GetRequiredService<IFarmAccess>();
        foreach (var (group, farmId) in connection.Watches)
        {
            if (group.Kind == LiveGroup.FarmKind)
            {
                if (await access.FindFarmAsync(connection.User, farmId, FarmLevel.Viewer) is null) { return false; }
            }
            else
            {
                // A rig that moved is served by another farm's feed now.
                var rig = await access.FindRigAsync(connection.User, group.Id, FarmLevel.Viewer);
                if (rig?.Description.FarmId != farmId) { return false; }
            }
        }
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The access of a viewer could not be checked")]
    partial void LogUnchecked(Exception failure);
}
