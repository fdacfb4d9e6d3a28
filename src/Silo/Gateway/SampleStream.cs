using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// The samples of one connection on their way to the store. They are appended in order and acknowledged in order; after a failure nothing
/// more is acknowledged and the agent is sent away, so that it replays from the last acknowledged one.
/// </summary>
internal sealed class SampleStream(AgentGatewayServices services, AgentSocket socket, string rigId, long stored, Func<RigStats, Task> noteHappenings)
{
    /// <summary>Seconds after which an agent whose samples could not be stored comes back.</summary>
    const string RetrySeconds = "10";

    [ThreadStatic] static StatsReader? t_reader;
    [ThreadStatic] static List<RigStats>? t_samples;

    long _taken = stored, _stored = stored;
    Task<bool> _tail = Task.FromResult(true);

    /// <summary>Takes the samples of one message; returns the newest that is new, null when all came before.</summary>
    /// <exception cref="MessageFault">Not a message of samples.</exception>
    public RigSample? Take(ReadOnlySpan<byte> message, SampleClock clock)
    {
        var reader = t_reader ??= new(services.Texts);
        var samples = t_samples ??= [];
        samples.Clear();
        reader.Read(message, clock, samples);
        RigSample? newest = null;
        int refused = reader.Refused;
        foreach (var sample in samples)
        {
            if (sample.Sequence <= _taken)
            {
                services.Metrics.Duplicate();
                continue;
            }
            _taken = sample.Sequence;
            var packed = RigSample.Of(sample);
            if (packed.Bytes.Length > ITelemetryStore.MaxPayloadBytes)
            {
                refused++;   // only texts full of characters that had to be replaced get so long
                continue;
            }
            newest = packed;
            _tail = StoreAsync(_tail, packed, sample.Events.Length > 0 ? noteHappenings(sample) : null);
        }
        if (refused > 0)
        {
            services.Metrics.Refused(refused);
            _taken = Math.Max(_taken, reader.LastRefused);
            _tail = PassAsync(_tail, _taken);   // told as stored, or the agent would send it for ever
        }
        else if (newest is null) { socket.AckStored(Volatile.Read(ref _stored)); }
        return newest;
    }

    /// <summary>Reads a message of what the rig does now; null when it holds no sample that can be shown. Nothing is stored or acknowledged.</summary>
    /// <exception cref="MessageFault">Not a message of samples.</exception>
    public RigSample? Look(ReadOnlySpan<byte> message, SampleClock clock)
    {
        var reader = t_reader ??= new(services.Texts);
        var samples = t_samples ??= [];
        samples.Clear();
        reader.Read(message, clock, samples);
        // What happened is told with the copy that is stored, so that it is told once.
        var seen = samples is [var only] && only.Sequence > _taken ? RigSample.Of(only with { Events = [] }) : null;
        if (seen?.Bytes.Length > ITelemetryStore.MaxPayloadBytes) { seen = null; }
        if (seen is not null) { services.Metrics.Shown(); }
        else { services.Metrics.Refused(Math.Max(1, reader.Refused)); }
        return seen;
    }

    async Task<bool> StoreAsync(Task<bool> before, RigSample sample, Task? noted)
    {
        var append = AppendAsync(sample);   // at once, in the order of the samples
        bool inOrder = await before;
        try
        {
            await append;
            if (noted is not null) { await noted; }   // acknowledged with its sample: what happened is told again otherwise
        }
        catch (Exception failure)
        {
            // Whatever it was: the agent must learn that it has to send again, and not wait on a connection on which nothing is acknowledged any more.
            if (failure is not (TelemetryStoreException or ObjectDisposedException)) { services.Logger.RigUnreachable(failure, rigId); }
            await socket.CloseAsync(CloseCodes.TryAgainLater, RetrySeconds);
            return false;
        }
        if (!inOrder) { return false; }
        services.Metrics.Stored();
        Acknowledge(sample.Sequence);
        return true;
    }

    async Task AppendAsync(RigSample sample) => await services.Telemetry.AppendAsync(new(rigId, sample.Sequence, sample.At, sample.Bytes));

    async Task<bool> PassAsync(Task<bool> before, long sequence)
    {
        if (!await before) { return false; }
        Acknowledge(sequence);
        return true;
    }

    void Acknowledge(long sequence)
    {
        Volatile.Write(ref _stored, sequence);
        socket.AckStored(sequence);
    }
}
