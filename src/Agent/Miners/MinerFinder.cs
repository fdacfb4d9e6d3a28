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
        var families = Families().Where(f => !f.Members.Any(m => known.Contains(m.Id) || known.Contains(m.ParentId))).ToList();
        if (families.Count == 0) { return []; }
        families.Sort((a, b) => (a.Head.StartTicks, a.Head.Id).CompareTo((b.Head.StartTicks, b.Head.Id)));
        var listening = ListeningSockets.Read(roots);
        return [.. families.Take(MaximumMiners).Select(f => Found(f, listening))];
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

    /// <summary>Processes of one miner that started each other, under the oldest: several start themselves again under a watchdog.</summary>
    Dictionary<int, Family>.ValueCollection Families()
    {
        var families = new Dictionary<int, Family>();
        foreach (var process in _seen.Values)
        {
            if (process is null || Recognise(process) is not { } miner) { continue; }
            var head = process;
            for (int steps = 0; steps < 8 && _seen.TryGetValue(head.ParentId, out var above) && above is not null && Recognise(above) == miner; steps++) { head = above; }
            if (!families.TryGetValue(head.Id, out var family)) { families[head.Id] = family = new(miner, head, []); }
            family.Members.Add(process);
        }
        return families.Values;
    }

    FoundMiner Found(Family family, IReadOnlyDictionary<long, IPEndPoint> listening)
    {
        var (miner, head, members) = family;
        int? told = null;
        var ports = new List<IPEndPoint>();
        bool hidden = false;
        foreach (var process in members)
        {
            told ??= miner.ApiPortOf(process.Arguments);
            if (_processes.Sockets(process.Id) is not { } sockets) { hidden = true; }
            else { ports.AddRange(sockets.Where(listening.ContainsKey).Select(s => listening[s])); }
        }
        // Where one may not see its sockets, what it says of its port is all there is.
        if (hidden && ports.Count == 0 && (told ?? miner.DefaultApiPort) is > 0 and var guess) { ports.Add(new(IPAddress.Loopback, guess)); }
        var ordered = ports.Distinct().ToList();
        int Order(IPEndPoint port) => port.Port == told ? -2 : port.Port == miner.DefaultApiPort ? -1 : port.Port;
        ordered.Sort((a, b) => Order(a) - Order(b));
        return new(miner, head.Id, head.StartTicks, [.. ordered.Take(MaximumCandidates)]);
    }

    sealed record Family(MinerDescriptor Miner, ProcessInfo Head, List<ProcessInfo> Members);
}
