using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>How often the agent speaks; the server may change it at any time.</summary>
internal sealed class Cadence
{
    int _heartbeatSeconds = 10;
    int _statsSeconds = 30;
    int _replay = ProtocolLimits.ReplaySamplesPerSecond;

    /// <summary>Raised after a change.</summary>
    public event Action? Changed;

    /// <summary>Time between heartbeats: 1 to 300 s, 10 s until the server says otherwise.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromSeconds(Volatile.Read(ref _heartbeatSeconds));

    /// <summary>Time between samples: 1 to 3600 s, 30 s until the server says otherwise.</summary>
    public TimeSpan Stats => TimeSpan.FromSeconds(Volatile.Read(ref _statsSeconds));

    /// <summary>
    /// Samples of history per second: 1 to <see cref="ProtocolLimits.ReplaySamplesPerSecond"/>, that until the server says otherwise, but always twice as many
    /// as are taken, or history would never end.
    /// </summary>
    public double Replay => Math.Max(Volatile.Read(ref _replay), 2 / Stats.TotalSeconds);

    /// <summary>Takes the server's wishes; a value outside the range becomes the nearest inside.</summary>
    public void Apply(Settings? settings)
    {
        if (settings is null) { return; }
        Volatile.Write(ref _replay, Math.Clamp(settings.ReplaySamplesPerSecond ?? _replay, 1, ProtocolLimits.ReplaySamplesPerSecond));
        int heartbeat = Math.Clamp(settings.HeartbeatSeconds ?? _heartbeatSeconds, 1, 300);
        int stats = Math.Clamp(settings.StatsSeconds ?? _statsSeconds, 1, 3600);
        if (heartbeat == _heartbeatSeconds && stats == _statsSeconds) { return; }
        Volatile.Write(ref _heartbeatSeconds, heartbeat);
        Volatile.Write(ref _statsSeconds, stats);
        Changed?.Invoke();
    }
}
