using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>A token bucket: <see cref="ProtocolLimits.MessagesPerSecond"/> for long, <see cref="ProtocolLimits.MessageBurst"/> at once.</summary>
internal struct MessageBudget
{
    double _left = ProtocolLimits.MessageBurst;
    long _at;

    /// <param name="now">A timestamp of the time provider.</param>
    public MessageBudget(long now) => _at = now;

    /// <summary>Takes one message; false when there was none left.</summary>
    /// <param name="now">A timestamp.</param>
    /// <param name="frequency">Timestamps per second.</param>
    public bool Take(long now, long frequency)
    {
        _left = Math.Min(ProtocolLimits.MessageBurst, _left + (now - _at) * (double)ProtocolLimits.MessagesPerSecond / frequency);
        _at = now;
        if (_left < 1) { return false; }
        _left--;
        return true;
    }
}
