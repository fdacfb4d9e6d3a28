using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>
/// Sends the samples of one connection. Those that are to be stored go strictly in order, because one confirmation covers everything before it: first
/// those that waited, many in a message and at a limited pace, then each new one by itself. While some wait, the newest goes ahead of them to be looked at.
/// </summary>
/// <param name="writer">Where they go.</param>
/// <param name="context">Where they come from.</param>
/// <param name="wake">Set when there is a new sample or a confirmation.</param>
internal sealed class SampleSender(MessageWriter writer, SessionContext context, Signal wake)
{
    /// <summary>
    /// A message with several samples stays below this: two of them, which is what may be on its way, take half a second on a line of 1 Mbit/s, and no
    /// result of a command waits longer behind them.
    /// </summary>
    public const int BacklogBytes = 32 * 1024;

    /// <summary>A newest sample younger than this is news when a connection begins; an older one is history, and a new one is taken.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>Least time between two messages with samples.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time between two messages of history: 2.5 a second, so that what the gateway takes (ten) is left to live samples, heartbeats and control.</summary>
    public static readonly TimeSpan HistoryGap = TimeSpan.FromMilliseconds(400);

    /// <summary>Samples on their way that are not confirmed yet; history waits when there are more, so that a slow server or line sets the pace.</summary>
    public const int UnconfirmedSamples = ProtocolLimits.BacklogSamples;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Outbox _outbox = context.Outbox;
    readonly TimeProvider _time = context.Time;
    bool _showsLive;
    int _revision;
    long _sent, _shown, _historyEnd, _paidUntil;

    /// <summary>Sends until cancelled, or until the connection is over: then it returns.</summary>
    /// <param name="welcome">What the server has, and wants.</param>
    /// <param name="revision">Revision of the inventory that the hello carried.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task RunAsync(Welcome welcome, int revision, CancellationToken cancellation)
    {
        (_sent, _revision, _showsLive) = (welcome.Stored, revision, welcome.Settings?.ReplaySamplesPerSecond is not null);
        bool fresh = context.Sampler.Age < FreshFor;
        _historyEnd = fresh ? _outbox.Newest - 1 : _outbox.Newest;
        if (!fresh) { context.Sampler.SampleNow(); }
        while (!cancellation.IsCancellationRequested)
        {
            if (NextMessage(out var pause) is not { } message)
            {
                await wake.WaitAsync(pause, cancellation);
                continue;
            }
            if (!await writer.SendAsync(message)) { return; }
            await Task.Delay(Gap, _time, cancellation);
        }
    }

    byte[]? NextMessage(out TimeSpan pause)
    {
        pause = Patience;
        // The parts first: a sample may speak of a card that the server does not know yet.
        if (context.Sampler.InventoryRevision is var revision && revision != _revision)
        {
            _revision = revision;
            return ProtocolJson.ToUtf8(new InventoryChanged { Inventory = context.Sampler.Inventory });
        }
        _sent = Math.Max(_sent, _outbox.Oldest - 1);
        long history = _showsLive ? Math.Max(_historyEnd, _outbox.Newest - 1) : _historyEnd;
        if (_sent >= history) { return Newest(); }
        if (_showsLive && _outbox.Latest is { } latest && latest.Sequence > _shown)
        {
            _shown = latest.Sequence;
            return ProtocolJson.ToUtf8(new Live { Sample = latest with { Events = null } });
        }
        return History(history, ref pause);
    }

    byte[]? Newest()
    {
        if (_outbox.TakeAfter(_sent, 1) is not [var newest]) { return null; }
        _sent = newest.Sequence;
        return ProtocolJson.ToUtf8(newest);
    }

    byte[]? History(long end, ref TimeSpan pause)
    {
        if (_sent + 1 - _outbox.Oldest > UnconfirmedSamples) { return null; }
        long now = _time.GetTimestamp();
        if (_paidUntil > now)
        {
            pause = _time.GetElapsedTime(now, _paidUntil);
            return null;
        }
        var waiting = _outbox.TakeAfter(_sent, ProtocolLimits.BacklogSamples, end);
        if (waiting.Count == 0) { return Newest(); }   // what is left of history cannot be read
        var message = Several(waiting, out int count);
        double seconds = _showsLive ? Math.Max(HistoryGap.TotalSeconds, count / context.Cadence.Replay) : HistoryGap.TotalSeconds;
        _paidUntil = now + (long)(seconds * _time.TimestampFrequency);
        return message;
    }

    byte[] Several(IReadOnlyList<Stats> samples, out int count)
    {
        for (count = samples.Count; ; count = (count + 1) / 2)
        {
            byte[] message = ProtocolJson.ToUtf8(new Backlog { Samples = [.. samples.Take(count)] });
            if (message.Length > BacklogBytes && count > 1) { continue; }
            _sent = samples[count - 1].Sequence;
            return message;
        }
    }
}
