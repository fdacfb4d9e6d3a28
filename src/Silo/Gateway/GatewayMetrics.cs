using System.Diagnostics.Metrics;

namespace BloxOs.Silo.Gateway;

/// <summary>What the gateway counts. No label holds anything that a rig sent.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "BloxOs.Gateway";

    readonly Counter<long> _messages, _bytes, _stored, _shown, _duplicates, _refused, _unknown, _offline, _closed, _rejected, _ignoredReports, _heldBack;

    public GatewayMetrics(IMeterFactory meters, AgentConnections connections)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("bloxos.gateway.connections", () => connections.Count, description: "Open agent sockets");
        _messages = meter.CreateCounter<long>("bloxos.gateway.messages", description: "Messages received");
        _bytes = meter.CreateCounter<long>("bloxos.gateway.received", "By", "Bytes of messages received");
        _stored = meter.CreateCounter<long>("bloxos.gateway.samples.stored", description: "Samples acknowledged as stored");
        _shown = meter.CreateCounter<long>("bloxos.gateway.samples.shown", description: "Samples that were shown before those that wait ahead of them were stored");
        _duplicates = meter.CreateCounter<long>("bloxos.gateway.samples.duplicate", description: "Samples that came again");
        _refused = meter.CreateCounter<long>("bloxos.gateway.samples.refused", description: "Samples that broke a rule and were left out");
        _unknown = meter.CreateCounter<long>("bloxos.gateway.messages.unknown", description: "Messages of a type that this version does not know");
        _offline = meter.CreateCounter<long>("bloxos.rig.offline", description: "Attached rigs that lost their last connection");
        _closed = meter.CreateCounter<long>("bloxos.gateway.closed", description: "Connections that the gateway closed, by code");
        _ignoredReports = meter.CreateCounter<long>("bloxos.gateway.commands.ignored", description: "Words on commands that were late, came again, or were about a command that the rig was not given");
        _heldBack = meter.CreateCounter<long>("bloxos.gateway.orders.held", description: "Times that what a rig is to do was not sent, because this process cannot open a pool's password in it");
        _rejected = meter.CreateCounter<long>("bloxos.gateway.rejected", description: "Upgrades refused, by HTTP status");
    }

    public void HeldBack() => _heldBack.Add(1);

    public void IgnoredReport() => _ignoredReports.Add(1);

    public void Message(int bytes)
    {
        _messages.Add(1);
        _bytes.Add(bytes);
    }

    public void Stored() => _stored.Add(1);

    public void Shown() => _shown.Add(1);

    public void Duplicate() => _duplicates.Add(1);

    public void Refused(int samples) => _refused.Add(samples);

    public void UnknownMessage() => _unknown.Add(1);

    public void Offline() => _offline.Add(1);

    public void Closed(int code) => _closed.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Rejected(int status) => _rejected.Add(1, new KeyValuePair<string, object?>("status", status));
}
