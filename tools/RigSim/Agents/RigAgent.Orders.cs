using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.RigSim.Agents;

/// <summary>Orders of the server: carried out after a moment, as a real rig would.</summary>
internal sealed partial class RigAgent
{
    static readonly TimeSpan LogPace = TimeSpan.FromSeconds(1);
    static readonly TimeSpan OffAfter = TimeSpan.FromSeconds(1);

    readonly RigOrders orders;
    readonly Dictionary<string, (long Line, long Until)> logs = new(StringComparer.Ordinal);

    /// <summary>With the gate held.</summary>
    void TakeOrder(ServerMessage? message)
    {
        switch (message)
        {
            case Command command:
                var (answer, begins) = orders.Take(command, Clock());
                Say(answer);
                if (begins) { _ = CarryOutAsync(command); }
                break;
            case CommandNoted noted:
                orders.Noted(noted.Id);
                break;
            case Desired desired:
                if (orders.Take(desired)) { Say(orders.Applied()); }
                break;
            case WatchLog watch:
                Watch(watch);
                break;
        }
    }

    /// <summary>After every welcome, with the gate held.</summary>
    void ReportOrders()
    {
        foreach (var end in orders.Unheard) { Say(end); }
        Say(orders.Applied());
    }

    async Task CarryOutAsync(Command command)
    {
        await Task.Delay(options.CommandDelay, time);
        bool leaves;
        lock (gate)
        {
            Say(orders.Do(command, Clock()));
            Say(orders.Applied());
            leaves = command.Kind is CommandKinds.Reboot or CommandKinds.Shutdown or CommandKinds.RestartAgent or CommandKinds.UpdateAgent;
        }
        if (!leaves) { return; }
        await Task.Delay(OffAfter, time);
        lock (gate)
        {
            if (command.Kind is CommandKinds.Reboot) { simulation.Reboot(); }
            Gone |= command.Kind is CommandKinds.Shutdown;
            Break();
        }
    }

    void Watch(WatchLog watch)
    {
        if (watch.Instance is not { } name || !orders.Instances.Contains(name)) { return; }
        bool runs = logs.TryGetValue(name, out var log) && log.Until > time.GetTimestamp();
        logs[name] = (Math.Max(log.Line, watch.After), time.GetTimestamp() + Ticks(TimeSpan.FromSeconds(Math.Clamp(watch.Seconds, 0, 120))));
        if (!runs && watch.Seconds > 0) { _ = WriteLogAsync(name, watch.After == 0 ? 12 : 1); }
    }

    async Task WriteLogAsync(string name, int lines)
    {
        while (true)
        {
            lock (gate)
            {
                var (line, until) = logs[name];
                if (socket is null || time.GetTimestamp() > until)
                {
                    logs[name] = (line, 0);
                    return;
                }
                string[] written = [.. Enumerable.Range(1, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():HH:mm:ss} {name}: share accepted ({line + i} in all), simulated"))];
                Say(new MinerLog { Instance = name, First = line + 1, Lines = written });
                logs[name] = (line + lines, until);
            }
            lines = 1;
            await Task.Delay(LogPace, time);
        }
    }

    void Say(AgentMessage message)
    {
        if (socket is not null && hangsUntil == 0) { Send(ProtocolJson.ToUtf8(message)); }
    }
}
