using System.Net;
using BloxOs.Agent.Machine;
using BloxOs.Catalog.Miners;

namespace BloxOs.Agent.Miners;

/// <summary>Finds running miners by name, command line and the ports on which they listen. Not for several threads.</summary>
internal sealed class MinerFinder(SystemRoots roots, TimeProvider time)
{
    /// <summary>What is no miner is looked at again after so long: a process may become another program.</summary>
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    const int MaximumMiners = 16;
    const int MaximumCandidates = 4;

    readonly ProcessTable _processes = new(roots);
    readonly Dictionary<int, ProcessInfo?> _seen = [];
    long _begunAt;

    /// <summary>The miners that run now, in the order of their start; a miner and the processes that it started are one.</summary>
    /// <param name="known">Processes that are known already: they and what they started are left out.</param>
    public IReadOnlyList<FoundMiner> Find(IReadOnlySet<int> known)
    {
        Refresh();
        var miners = new Dictionary<int, (ProcessInfo Process, MinerDescriptor Miner)>();
        foreach (var process in _seen.Values)
        {
            if (process is not null && Recognise(process) is { } miner) { miners[process.Id] = (process, miner); }
        }
        if (miners.Count == 0) { return []; }
        var families = miners.Values
            .Select(m => (Head: Head(m.Process, m.Miner, miners), m.Process))
            .GroupBy(m => m.Head).Where(f => !f.Any(m => known.Contains(m.Process.Id) || known.Contains(m.Process.ParentId)))
            .OrderBy(f => miners[f.Key].Process.StartTicks).ThenBy(f => f.Key).Take(MaximumMiners);
        var listening = ListeningSockets.Read(roots);
        return [.. families.Select(f => Found(miners[f.Key].Miner, miners[f.Key].Process, [.. f.Select(m => m.Process)], listening))];
    }

    /// <summary>Seconds for which a process has been running.</summary>
    public long? AgeSeconds(long startTicks) => _processes.AgeSeconds(startTicks);

    /// <summary>Start of a process; null when it is gone.</summary>
    public long? StartTicks(int id) => _processes.StartTicks(id);

    void Refresh()
    {
        if (_begunAt == 0 || time.GetElapsedTime(_begunAt) >= LookAgainAfter)
        {
            _seen.Clear();
            _begunAt = time.GetTimestamp();
        }
        var alive = _processes.Ids().ToHashSet();
        foreach (int gone in _seen.Keys.Where(id => !alive.Contains(id)).ToList()) { _seen.Remove(gone); }
        foreach (int id in alive)
        {
            if (_seen.TryGetValue(id, out var before) && (before is null || _processes.StartTicks(id) == before.StartTicks)) { continue; }
            _seen[id] = _processes.Read(id) is { } process && Recognise(process) is not null ? process : null;
        }
    }

    static MinerDescriptor? Recognise(ProcessInfo process) => process.Names.Select(n => MinerCatalog.Recognise(n, process.Arguments)).FirstOrDefault(m => m is not null);

    /// <summary>The oldest of a chain of processes of one miner: several start themselves again under a watchdog.</summary>
    static int Head(ProcessInfo process, MinerDescriptor miner, Dictionary<int, (ProcessInfo Process, MinerDescriptor Miner)> miners)
    {
        int head = process.Id, parent = process.ParentId;
        for (int steps = 0; steps < 8 && miners.TryGetValue(parent, out var above) && above.Miner == miner; steps++) { (head, parent) = (parent, above.Process.ParentId); }
        return head;
    }

    FoundMiner Found(MinerDescriptor miner, ProcessInfo head, IReadOnlyList<ProcessInfo> family, IReadOnlyDictionary<long, IPEndPoint> listening)
    {
        int? told = family.Select(p => miner.ApiPortOf(p.Arguments)).FirstOrDefault(p => p is not null);
        var ports = new List<IPEndPoint>();
        bool hidden = false;
        foreach (var process in family)
        {
            if (_processes.Sockets(process.Id) is not { } sockets) { hidden = true; }
            else { ports.AddRange(sockets.Where(listening.ContainsKey).Select(s => listening[s])); }
        }
        // Where one may not see its sockets, what it says of its port is all there is.
        if (hidden && ports.Count == 0 && (told ?? miner.DefaultApiPort) is > 0 and var guess) { ports.Add(new(IPAddress.Loopback, guess)); }
        var ordered = ports.Distinct().OrderBy(p => p.Port == told ? 0 : p.Port == miner.DefaultApiPort ? 1 : 2).ThenBy(p => p.Port).Take(MaximumCandidates);
        return new(miner, head.Id, head.StartTicks, [.. ordered]);
    }
}
