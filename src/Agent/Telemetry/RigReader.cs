using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Reads the whole rig: machine, kernel log, cards of every vendor, and miners. One reading at a time.</summary>
internal sealed class RigReader(
    SystemReader system, IReadOnlyList<IGpuVendor> vendors, GpuRoster roster, MinerWatch miners, AgentLog log, TimeProvider time, KernelWatch? kernel = null)
{
    /// <summary>Reads everything, within seconds; the sample has no sequence yet.</summary>
    public async Task<(Inventory Inventory, Stats Sample)> ReadAsync(CancellationToken cancellation)
    {
        long at = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Miners are asked while the cards are read: neither waits for the other.
        var mining = miners.ReadAsync(cancellation);
        // Vendors side by side: one's hung driver does not hold up the others.
        var reports = await Task.WhenAll(vendors.Select(v => ReadAsync(v, cancellation)));
        if (kernel is not null) { await kernel.ReadAsync(cancellation); }
        var gpus = WithXids(roster.Update(reports));
        var work = WorkMapper.Map(await mining, roster.Inventory);
        return (system.ReadInventory() with { Gpus = roster.Inventory }, system.ReadStats() with { At = at, Gpus = gpus, Work = work });
    }

    async Task<(string, GpuReport)> ReadAsync(IGpuVendor vendor, CancellationToken cancellation)
    {
        // On a thread of the pool: what a vendor does before it first waits must not hold up the next.
        var report = await Task.Run(() => vendor.ReadAsync(cancellation), cancellation);
        if (report.Problem is { } problem) { log.WarnSeldom(problem, problem); }
        foreach (var dead in report.Dead) { log.WarnSeldom(dead.BusId, $"GPU {dead.BusId}: {dead.Fault}"); }
        return (vendor.Id, report);
    }

    /// <summary>What the kernel logged about a card belongs to its readings, and says of a dead one why.</summary>
    IReadOnlyList<GpuStats> WithXids(IReadOnlyList<GpuStats> gpus)
    {
        if (kernel is null || kernel.Xids.Count == 0) { return gpus; }
        var addresses = roster.Inventory.ToDictionary(g => g.Index, g => g.BusId!);
        return [.. gpus.Select(g => addresses.TryGetValue(g.Index, out string? bus) && kernel.Xids.TryGetValue(bus, out int xid)
            ? g with { LastXid = xid, Fault = g.Fault is { } fault ? $"{fault} (Xid {xid})" : null }
            : g)];
    }
}
