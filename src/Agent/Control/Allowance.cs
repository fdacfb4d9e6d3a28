namespace BloxOs.Agent.Control;

/// <summary>How many messages may go: some at once, then one more each so often. For one loop.</summary>
/// <param name="burst">Messages at once.</param>
/// <param name="gap">Time for one more.</param>
/// <param name="time">Clock.</param>
internal sealed class Allowance(int burst, TimeSpan gap, TimeProvider time)
{
    double _left = burst;
    long _countedAt = time.GetTimestamp();

    /// <summary>Time until the next one may go; zero when it may now.</summary>
    public TimeSpan Wait
    {
        get
        {
            long now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_countedAt, now) / gap));
            _countedAt = now;
            return _left >= 1 ? TimeSpan.Zero : (1 - _left) * gap;
        }
    }

    /// <summary>One goes.</summary>
    public void Take() => _left--;
}
