using BloxOs.Data.Directory;
using BloxOs.Grains.Farms;

namespace BloxOs.Silo.Hosting;

/// <summary>Wakes every farm once after the start, so that its rigs are watched though nobody looks; in bounded batches.</summary>
internal sealed partial class FarmWaker(IDirectory directory, IGrainFactory grains, ILogger<FarmWaker> logger) : BackgroundService
{
    const int Batch = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            string? after = null;
            while (true)
            {
                var farms = await directory.FarmsAsync(after, Batch, stoppingToken);
                await Task.WhenAll(farms.Select(farm => grains.GetGrain<IFarmGrain>(farm.FarmId).Wake()));
                if (farms.Count < Batch) { return; }
                after = farms[^1].FarmId;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception failure) { LogFailed(failure); }
    }

    [LoggerMessage(LogLevel.Warning, "Not every farm could be woken; each wakes when somebody looks or a rig reports")]
    partial void LogFailed(Exception failure);
}
