using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Before the process stops: every agent is told to come back, spread over a time that grows with their number.</summary>
internal sealed class AgentDrain(AgentConnections connections, TimeProvider time)
{
    /// <summary>Reconnects per second that the others are meant to take.</summary>
    const int PerSecond = 500;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Closes all with <see cref="CloseCodes.ServiceRestart"/> and waits until they are gone, 5 s at most.</summary>
    public async Task DrainAsync()
    {
        int spread = 2 + connections.Count / PerSecond;
        foreach (var connection in connections.All)
        {
            connection.RequestClose(CloseCodes.ServiceRestart, Random.Shared.Next(1, spread + 1).ToString(CultureInfo.InvariantCulture));
        }
        long since = time.GetTimestamp();
        while (connections.Count > 0 && time.GetElapsedTime(since) < Patience) { await Task.Delay(Look, time); }
    }
}
