using System.Collections.Concurrent;

namespace BloxOs.Web.Live;

/// <summary>The open tabs of this host.</summary>
internal sealed class LiveConnections
{
    readonly ConcurrentDictionary<string, LiveConnection> open = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IEnumerable<LiveConnection> All => open.Values;

    /// <summary>Those that watch this.</summary>
    public IEnumerable<LiveConnection> Watching(LiveGroup group) => open.Values.Where(one => one.Watches.Any(watch => watch.Group == group));

    /// <summary>One more.</summary>
    public void Add(LiveConnection connection) => open[connection.Id] = connection;

    /// <summary>The one with SignalR's id; null when it is gone.</summary>
    public LiveConnection? Find(string id) => open.GetValueOrDefault(id);

    /// <summary>One less; null when it was none.</summary>
    public LiveConnection? Remove(string id) => open.TryRemove(id, out var connection) ? connection : null;
}
