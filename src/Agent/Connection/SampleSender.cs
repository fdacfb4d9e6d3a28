using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>
/// Sends the samples of one connection, strictly in order, because one confirmation covers everything before it: first those that waited, many
/// in a message, then each new one by itself. Never faster than <see cref="Gap"/> allows.
/// </summary>
internal sealed class SampleSender(MessageWriter writer, Outbox outbox, Sampler sampler, Signal wake, TimeProvider time)
{
    /// <summary>A message with several samples stays below this.</summary>
    public const int BacklogBytes = 60 * 1024;

    /// <summary>A newest sample younger than this is news when a connection begins; an older one is history, and a new one is taken.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>Least time between two messages with samples: five a second, half of what the gateway allows.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);

    /// <summary>Samples on their way that are not confirmed yet; history waits when there are more, so that a slow server sets the pace.</summary>
    public const int UnconfirmedSamples = 10 * ProtocolLimits.BacklogSamples;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    long _sent;
    int _revision;

    /// <summary>Sends until cancelled, or until the connection is over: then it returns.</summary>
    /// <param name="stored">What the welcome said.</param>
    /// <param name="revision">Revision of the inventory that the hello carried.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task RunAsync(long stored, int revision, CancellationToken cancellation)
    {
        (_sent, _revision) = (stored, revision);
        bool fresh = sampler.Age < FreshFor;
        long history = fresh ? outbox.Newest - 1 : outbox.Newest;
        if (!fresh) { sampler.SampleNow(); }
        while (!cancellation.IsCancellationRequested)
        {
            if (NextMessage(history) is not { } message)
            {
                await wake.WaitAsync(Patience, cancellation);
                continue;
            }
            if (!await writer.SendAsync(message)) { return; }
            await Task.Delay(Gap, time, cancellation);
        }
    }

    byte[]? NextMessage(long history)
    {
        // The parts first: a sample may speak of a card that the server does not know yet.
        if (sampler.InventoryRevision is var revision && revision != _revision)
        {
            _revision = revision;
            return ProtocolJson.ToUtf8(new InventoryChanged { Inventory = sampler.Inventory });
        }
        if (_sent < history && outbox.UnconfirmedThrough(_sent) >= UnconfirmedSamples) { return null; }
        var waiting = outbox.TakeAfter(_sent, ProtocolLimits.BacklogSamples, history);
        if (waiting.Count > 0) { return Several(waiting); }
        if (outbox.TakeAfter(_sent, 1) is not [var live]) { return null; }
        _sent = live.Sequence;
        return ProtocolJson.ToUtf8(live);
    }

    byte[] Several(IReadOnlyList<Stats> samples)
    {
        for (int count = samples.Count; ; count = (count + 1) / 2)
        {
            byte[] message = ProtocolJson.ToUtf8(new Backlog { Samples = [.. samples.Take(count)] });
            if (message.Length > BacklogBytes && count > 1) { continue; }
            _sent = samples[count - 1].Sequence;
            return message;
        }
    }
}
