using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Reads the whole rig: machine, kernel log, cards of every vendor, and miners. One reading at a time.</summary>
internal sealed class RigReader(
    SystemReader system, IReadOnlyList<IGpuVendor> vendors, GpuRoster roster, MinerWatch miners, AgentLog log, TimeProvider time, KernelWatch? kernel = null,
    VendorTrouble? trouble = null)
{
    Inventory _machine = new();

    /// <summary>Reads everything, within seconds; the sample has no sequence yet. What cannot be read is not in it: one odd answer does not cost the rest.</summary>
    public async Task<(Inventory Inventory, Stats Sample)> ReadAsync(CancellationToken cancellation)
    {
        long at = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Miners are asked while the cards are read: neither waits for the other.
        var mining = TryAsync("miners", () => miners.ReadAsync(cancellation), []);
        // Vendors side by side: one's hung driver does not hold up the others.
        var reports = await Task.WhenAll(vendors.Select(v => ReadAsync(v, cancellation)));
        if (kernel is not null) { await TryAsync("kernel log", () => ReadAsync(kernel, cancellation), false); }
        foreach (var (vendor, report) in reports) { trouble?.Note(vendor, report.Problem); }
        var gpus = WithXids(roster.Update(reports));
        var work = WorkMapper.Map(await mining, roster.Inventory);
        _machine = Try("machine", system.ReadInventory, _machine);
        return (_machine with { Gpus = roster.Inventory }, Try("machine", system.ReadStats, new()) with { At = at, Gpus = gpus, Work = work });
    }

    async Task<(string, GpuReport)> ReadAsync(IGpuVendor vendor, CancellationToken cancellation)
    {
        // On a thread of the pool: what a vendor does before it first waits must not hold up the next.
        var report = await TryAsync(vendor.Id, () => Task.Run(() => vendor.ReadAsync(cancellation), cancellation), new());
        if (report.Problem is { } problem) { log.WarnSeldom(problem, problem); }
        foreach (var dead in report.Dead) { log.WarnSeldom(dead.BusId, $"GPU {dead.BusId}: {dead.Fault}"); }
        return (vendor.Id, report);
    }

    static async Task<bool> ReadAsync(KernelWatch kernel, CancellationToken cancellation)
    {
        await kernel.ReadAsync(cancellation);
        return true;
    }

    async Task<T> TryAsync<T>(string what, Func<Task<T>> read, T otherwise)
    {
        try { return await read(); }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException)) { return Failed(what, e, otherwise); }
    }

    T Try<T>(string what, Func<T> read, T otherwise)
    {
        try { return read(); }
        catch (Exception e) when (e is not OutOfMemoryException) { return Failed(what, e, otherwise); }
    }

    T Failed<T>(string what, Exception e, T otherwise)
    {
        log.WarnSeldom("reading " + what, $"{what}: cannot be read, the rest goes on: {e.GetType().Name}: {e.Message}");
        return otherwise;
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
