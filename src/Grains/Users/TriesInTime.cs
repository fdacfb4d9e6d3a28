namespace BloxOs.Grains.Users;

/// <summary>So many tries in so much time, in memory: a restart forgives.</summary>
internal sealed class TriesInTime(int most, TimeSpan window)
{
    readonly Queue<DateTimeOffset> _tries = new();

    /// <summary>Counts one try; how long to wait instead when there were too many.</summary>
    public TimeSpan? Begin(DateTimeOffset now)
    {
        while (_tries.TryPeek(out var oldest) && now - oldest >= window) { _tries.Dequeue(); }
        if (_tries.Count >= most) { return _tries.Peek() + window - now; }
        _tries.Enqueue(now);
        return null;
    }

    /// <summary>The count starts again.</summary>
    public void Forget() => _tries.Clear();
}
