using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Says why a wanted state must not come into force. Whatever a server may send is no more than input.</summary>
/// <param name="planner">Knows miners, flags and places.</param>
internal sealed class DesiredCheck(LaunchPlanner planner)
{
    /// <summary>A server that counts one up for every change needs ages to get there.</summary>
    internal const long HighestRevision = 1L << 50;

    const int NameLength = 32;
    const int Algorithms = 4;

    /// <summary>The reason, with the name of the miner; null when there is none.</summary>
    public string? Refusal(Desired desired)
    {
        // No later one could ever take its place.
        if (desired.Revision > HighestRevision) { return "a revision above what can ever be reached"; }
        if (desired.Miners is not { } miners) { return null; }
        if (miners.Count > ProtocolLimits.Miners) { return $"more than {ProtocolLimits.Miners} miners"; }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var miner in miners)
        {
            if (miner?.Name is not { } name || !IsName(name)) { return $"a miner without a name of a-z, 0-9 and -, 1 to {NameLength} characters"; }
            if (!names.Add(name)) { return $"{name}: two miners have this name"; }
            if ((Shape(miner) ?? planner.Refusal(miner)) is { } reason) { return $"{name}: {reason}"; }
        }
        return null;
    }

    static bool IsName(string name) => name.Length is > 0 and <= NameLength && name[0] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>What would confuse those who look closer: nothing where something has to be.</summary>
    static string? Shape(DesiredMiner miner)
    {
        if (miner.Algorithms is not { Count: > 0 and <= Algorithms } algorithms) { return $"not 1 to {Algorithms} algorithms"; }
        if (algorithms.Any(a => a?.Pools is null || a.Pools.Any(p => p is null))) { return "an algorithm without pools"; }
        if (miner.Devices is { } cards && (cards.Count > ProtocolLimits.Gpus || !cards.All(IsBusId))) { return "a card that is no bus id like 0000:0a:00.0"; }
        if (miner.Arguments?.Any(a => a is null) is true) { return "an argument that is nothing"; }
        return miner.LeastHashrate is { } least && !(double.IsFinite(least) && least >= 0) ? "a least hashrate that is no number" : null;
    }

    static bool IsBusId(string? text) => text is { Length: 12 } && text[4] == ':' && text[7] == ':' && text[10] == '.'
        && text.Where((_, i) => i is not (4 or 7 or 10)).All(char.IsAsciiHexDigit);
}
