using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>What outlives a connection and every connection works on.</summary>
internal sealed record SessionContext(Sampler Sampler, Outbox Outbox, Cadence Cadence, AgentLog Log, TimeProvider Time)
{
    /// <summary>Called at every welcome.</summary>
    public Action? Welcomed { get; init; }

    /// <summary>Called when the server is there and tells this agent to come later, with the time that it will wait.</summary>
    public Action<TimeSpan>? PutOff { get; init; }

    /// <summary>Takes orders; null when this agent takes none.</summary>
    public ControlLink? Control { get; init; }

    /// <summary>A message before the welcome: settings are welcome at any time, the rest means nothing yet.</summary>
    public void HandleEarly(ServerMessage message)
    {
        if (message is Settings settings) { Cadence.Apply(settings); }
    }
}
