using System.Collections.Concurrent;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>The sockets of this process: all of them, and by rig the one that speaks for it.</summary>
internal sealed class AgentConnections
{
    readonly ConcurrentDictionary<string, AgentConnection> _byRig = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<AgentConnection, byte> _all = new();
    long _lastNumber;

    /// <summary>A number for a new connection, ascending.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>Open sockets.</summary>
    public int Count => _all.Count;

    /// <summary>Every open socket; may be walked while it changes.</summary>
    public IEnumerable<AgentConnection> All => _all.Select(entry => entry.Key);

    /// <summary>A socket was opened; it speaks for no rig yet.</summary>
    public void Add(AgentConnection connection) => _all.TryAdd(connection, 0);

    /// <summary>It said hello and was attached.</summary>
    public void Attached(AgentConnection connection) => _byRig[connection.RigId] = connection;

    /// <summary>It is gone. A newer one of the same rig stays: removed by key and value.</summary>
    public void Remove(AgentConnection connection)
    {
        _all.TryRemove(connection, out _);
        _byRig.TryRemove(new(connection.RigId, connection));
    }

    /// <summary>Writes an order to that session's socket when it still stands and speaks for the rig.</summary>
    public Task<RigDelivery> DeliverAsync(string rigId, RigSession session, RigOrder order) =>
        _byRig.TryGetValue(rigId, out var connection) && connection.Session == session ? connection.DeliverAsync(order) : Task.FromResult(RigDelivery.NotThere);

    /// <summary>Closes that session's socket when it still stands.</summary>
    public void Close(string rigId, RigSession session, RigCloseReason reason)
    {
        if (!_byRig.TryGetValue(rigId, out var connection) || connection.Session != session)
        {
            connection = All.FirstOrDefault(c => c.Session == session);   // a newer one took its place in the index
        }
        connection?.RequestClose(
            reason == RigCloseReason.Replaced ? CloseCodes.Replaced : CloseCodes.Revoked,
            reason == RigCloseReason.Replaced ? "a newer connection of this rig took over" : "the token was revoked");
    }
}
