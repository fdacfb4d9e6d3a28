using System.Net.Sockets;

namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>Tries whether a port outside takes connections: opened and closed at once, nothing is said. At most once a minute each.</summary>
/// <param name="time">Clock.</param>
internal sealed class PoolProbe(TimeProvider time)
{
    /// <summary>An answer this young is given again.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    /// <summary>Time for a name and a connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    const int Most = 64;

    readonly Dictionary<(string, int), (long At, bool Answers)> _known = [];

    /// <summary>True when it takes a connection.</summary>
    public async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellation)
    {
        if (_known.TryGetValue((host, port), out var known) && time.GetElapsedTime(known.At) < Young) { return known.Answers; }
        if (_known.Count >= Most) { _known.Clear(); }
        bool answers = await TryAsync(host, port, cancellation);
        _known[(host, port)] = (time.GetTimestamp(), answers);
        return answers;
    }

    async Task<bool> TryAsync(string host, int port, CancellationToken cancellation)
    {
        if (port is <= 0 or > 65535) { return false; }
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, either.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException) { return false; }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return false; }
    }
}
