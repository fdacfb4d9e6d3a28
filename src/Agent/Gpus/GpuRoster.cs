using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>The cards that this process has seen: gives each its index, keeps it for ever, and remembers what a dead card was.</summary>
internal sealed class GpuRoster
{
    readonly Dictionary<string, GpuInventory> _known = new(StringComparer.Ordinal);

    /// <summary>All cards by bus id, as last known. Indexes run in that order, except for cards that appeared later: those come after.</summary>
    public IReadOnlyList<GpuInventory> Inventory => [.. _known.Values.OrderBy(g => g.BusId, StringComparer.Ordinal)];

    /// <summary>Takes the reports of one reading and returns a reading per card that is known to live or known to be dead.</summary>
    public IReadOnlyList<GpuStats> Update(IReadOnlyList<(string Vendor, GpuReport Report)> reports)
    {
        AddNew(reports);
        var stats = new SortedDictionary<int, GpuStats>();
        foreach (var (vendor, report) in reports)
        {
            foreach (var dead in report.Dead) { Record(stats, dead.BusId, new() { Fault = dead.Fault }); }
            foreach (var card in report.Cards)
            {
                Remember(card.Inventory);
                Record(stats, card.Inventory.BusId!, card.Stats);
            }
            if (!report.Complete) { continue; }
            foreach (var gone in _known.Values.Where(g => g.Vendor == vendor && !stats.ContainsKey(g.Index)))
            {
                stats[gone.Index] = new() { Index = gone.Index, Fault = "not listed by the driver any more" };
            }
        }
        return [.. stats.Values];
    }

    void AddNew(IReadOnlyList<(string Vendor, GpuReport Report)> reports)
    {
        var found = reports
            .SelectMany(r => r.Report.Cards.Select(c => c.Inventory.BusId!).Concat(r.Report.Dead.Select(d => d.BusId)), (r, busId) => (busId, r.Vendor))
            .OrderBy(f => f.busId, StringComparer.Ordinal);
        foreach (var (busId, vendor) in found)
        {
            if (_known.Count >= ProtocolLimits.Gpus) { return; }
            _known.TryAdd(busId, new() { Index = _known.Count, BusId = busId, Vendor = vendor });
        }
    }

    /// <summary>A value that is missing now is kept from before, unless it is another card in the same slot.</summary>
    void Remember(GpuInventory now)
    {
        if (!_known.TryGetValue(now.BusId!, out var before)) { return; }
        bool other = before.Uuid is not null && now.Uuid is not null && before.Uuid != now.Uuid;
        var old = other ? new() : before;
        _known[now.BusId!] = now with
        {
            Index = before.Index,
            Uuid = now.Uuid ?? old.Uuid,
            Model = now.Model ?? old.Model,
            MemoryBytes = now.MemoryBytes ?? old.MemoryBytes,
            MemoryVendor = now.MemoryVendor ?? old.MemoryVendor,
            Board = now.Board ?? old.Board,
            PcieGenerationMax = now.PcieGenerationMax ?? old.PcieGenerationMax,
            PcieWidthMax = now.PcieWidthMax ?? old.PcieWidthMax,
            Vbios = now.Vbios ?? old.Vbios,
            Driver = now.Driver ?? old.Driver,
            PowerLimitMinWatts = now.PowerLimitMinWatts ?? old.PowerLimitMinWatts,
            PowerLimitDefaultWatts = now.PowerLimitDefaultWatts ?? old.PowerLimitDefaultWatts,
            PowerLimitMaxWatts = now.PowerLimitMaxWatts ?? old.PowerLimitMaxWatts,
        };
    }

    void Record(SortedDictionary<int, GpuStats> stats, string busId, GpuStats reading)
    {
        if (_known.TryGetValue(busId, out var card)) { stats[card.Index] = reading with { Index = card.Index }; }
    }
}
