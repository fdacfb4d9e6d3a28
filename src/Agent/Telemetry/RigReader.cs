using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Reads the whole rig: machine, cards of every vendor, and miners. One reading at a time.</summary>
internal sealed class RigReader(SystemReader system, IReadOnlyList<IGpuVendor> vendors, GpuRoster roster, MinerWatch miners, AgentLog log, TimeProvider time)
{
    /// <summary>Reads everything, within seconds; the sample has no sequence yet.</summary>
    public async Task<(Inventory Inventory, Stats Sample)> ReadAsync(CancellationToken cancellation)
    {
        long at = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Miners are asked while the cards are read: neither waits for the other.
        var mining = miners.ReadAsync(cancellation);
        var reports = new List<(string, GpuReport)>(vendors.Count);
        foreach (var vendor in vendors)
        {
            var report = await vendor.ReadAsync(cancellation);
            if (report.Problem is { } problem) { log.WarnSeldom(problem, problem); }
            foreach (var dead in report.Dead) { log.WarnSeldom(dead.BusId, $"GPU {dead.BusId}: {dead.Fault}"); }
            reports.Add((vendor.Id, report));
        }
        var gpus = roster.Update(reports);
        var work = WorkMapper.Map(await mining, roster.Inventory);
        return (system.ReadInventory() with { Gpus = roster.Inventory }, system.ReadStats() with { At = at, Gpus = gpus, Work = work });
    }
}
