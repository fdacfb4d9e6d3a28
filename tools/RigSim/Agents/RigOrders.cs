using System.Globalization;
using BloxOs.Protocol;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Agents;

/// <summary>What one fake rig was told and what it makes of it: nothing twice, an end for everything. Not thread-safe.</summary>
/// <param name="model">The rig.</param>
/// <param name="simulation">Its readings, which follow.</param>
internal sealed class RigOrders(RigModel model, RigSimulation simulation)
{
    const int Remembered = 256;

    readonly Dictionary<string, CommandState> _ends = new(StringComparer.Ordinal);
    readonly Queue<string> _order = new();
    readonly HashSet<string> _unheard = new(StringComparer.Ordinal);
    readonly HashSet<string> _stopped = new(StringComparer.Ordinal);
    Desired? _desired;
    string _version = "0.1.0-sim";

    /// <summary>Version of the agent.</summary>
    public string Version => _version;

    /// <summary>Revision that the rig has.</summary>
    public long Revision => _desired?.Revision ?? 0;

    /// <summary>What happened since the last sample.</summary>
    public List<RigEvent> Events { get; } = [];

    /// <summary>Names of its miner instances, in the order of what is mined.</summary>
    public IReadOnlyList<string> Instances =>
        _desired?.Miners is { } miners ? [.. miners.Select(static m => m.Name ?? "")] : [.. model.Work.Select(static w => w.Instance).Distinct().Select(NameOf)];

    /// <summary>A command came. What to say at once: that it began, or its end when it is known already.</summary>
    public (CommandState Answer, bool Begins) Take(Command command, long at)
    {
        string id = command.Id ?? "";
        if (_ends.TryGetValue(id, out var before)) { return (before, false); }
        if (command.ExpiresInMilliseconds is not > 0) { return (End(id, CommandStates.Expired, null, at), false); }
        Remember(id, new() { Id = id, State = CommandStates.Started, At = at });
        return (_ends[id], true);
    }

    /// <summary>Carries it out.</summary>
    public CommandState Do(Command command, long at)
    {
        string id = command.Id ?? "";
        if (command.Instance is { } name && !Instances.Contains(name)) { return End(id, CommandStates.Failed, $"There is no miner {name} on this rig.", at); }
        IEnumerable<string> all = command.Instance is { } one ? [one] : Instances;
        switch (command.Kind)
        {
            case CommandKinds.StartMiner:
            case CommandKinds.RestartMiner:
                _stopped.ExceptWith(all);
                Happened(RigEventKinds.MinerStarted, all, at);
                break;
            case CommandKinds.StopMiner:
                _stopped.UnionWith(all);
                Happened(RigEventKinds.MinerStopped, all, at);
                break;
            case CommandKinds.UpdateAgent:
                _version = command.Version ?? _version;
                break;
            case CommandKinds.Diagnose:
                return End(id, CommandStates.Ok, Diagnosis(), at);
            case CommandKinds.Reboot or CommandKinds.Shutdown or CommandKinds.RestartAgent:
                break;
            default:
                return End(id, CommandStates.Failed, $"This agent does not know the command {command.Kind}.", at);
        }
        Follow();
        return End(id, CommandStates.Ok, command.Kind is CommandKinds.Reboot ? "The rig was started anew." : $"{string.Join(", ", all)}: done", at);
    }

    /// <summary>The server has it on its disk.</summary>
    public void Noted(string? id) => _unheard.Remove(id ?? "");

    /// <summary>Ends that are said again with every connection.</summary>
    public IReadOnlyList<CommandState> Unheard => [.. _unheard.Select(id => _ends[id]).Where(static s => s.State != CommandStates.Started)];

    /// <summary>Takes what is wanted; false when it is not newer.</summary>
    public bool Take(Desired desired)
    {
        if (desired.Revision <= Revision) { return false; }
        _desired = desired;
        _stopped.IntersectWith(Instances);
        Follow();
        return true;
    }

    /// <summary>What became of it.</summary>
    public Applied Applied() => new()
    {
        Revision = Revision,
        Miners = [.. Instances.Select(name => new AppliedMiner
        {
            Name = name,
            Miner = _desired?.Miners?.FirstOrDefault(m => m.Name == name)?.Miner ?? MinerOf(name),
            State = Runs(name) ? MinerStates.Running : MinerStates.Stopped,
            Reason = _stopped.Contains(name) ? "stopped by a person" : null,
        })],
    };

    void Follow()
    {
        var instances = Instances;
        var numbers = model.Work.Select(static w => w.Instance).Distinct().ToList();
        simulation.Stop(numbers.Where((_, i) => i >= instances.Count || !Runs(instances[i])));
    }

    bool Runs(string name) => !_stopped.Contains(name) && _desired?.Miners?.FirstOrDefault(m => m.Name == name)?.Enabled != false;

    void Happened(string kind, IEnumerable<string> instances, long at)
    {
        foreach (string name in instances.Take(ProtocolLimits.Events - Events.Count)) { Events.Add(new() { At = at, Kind = kind, Instance = name, Text = "on order" }); }
    }

    CommandState End(string id, string state, string? output, long at)
    {
        var end = new CommandState { Id = id, State = state, Output = output, At = at };
        Remember(id, end);
        _unheard.Add(id);
        return end;
    }

    void Remember(string id, CommandState state)
    {
        if (_ends.TryAdd(id, state)) { _order.Enqueue(id); }
        _ends[id] = state;
        if (_order.Count <= Remembered) { return; }
        string oldest = _order.Dequeue();
        _ends.Remove(oldest);
        _unheard.Remove(oldest);
    }

    string Diagnosis() => string.Join('\n',
        ["Simulated rig " + model.Name, $"processor {model.Processor.Name}", .. model.Cards.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"GPU {i} {c.Name}: no fault found")), "kernel log: nothing that matters"]);

    /// <summary>The program of an instance that nobody named: by its id, as agents tell it.</summary>
    string MinerOf(string name) => model.Work.Where(w => NameOf(w.Instance) == name).Select(static w => Id(w.Miner)).FirstOrDefault() ?? name;

    /// <summary>By its program; with a number where that runs more than once.</summary>
    string NameOf(int instance)
    {
        string miner = Id(model.Work.First(w => w.Instance == instance).Miner);
        bool isFirst = model.Work.Where(w => Id(w.Miner) == miner).Min(static w => w.Instance) == instance;
        return isFirst ? miner : string.Create(CultureInfo.InvariantCulture, $"{miner}-{instance}");
    }

    static string Id(string miner) => string.Concat(miner.ToLowerInvariant().Where(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
