using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;
using BloxOs.RigSim.Wire;

namespace BloxOs.RigSim.Agents;

/// <summary>What one fake rig does when its time comes: samples, heartbeats, faults. <see cref="RigLink"/> keeps it connected.</summary>
/// <remarks>Thread-safe: the fleet's clock ticks it, its connection tells it what came.</remarks>
internal sealed partial class RigAgent
{
    const int SamplesBeforeGoingOffline = 3;
    static readonly TimeSpan ReplayGap = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Never = TimeSpan.FromDays(1);

    readonly Lock gate = new();
    readonly FleetOptions options;
    readonly TimeProvider time;
    readonly FleetTally tally;
    readonly RigModel model;
    readonly RigSimulation simulation;
    readonly FaultDice faults;
    readonly Outbox outbox;
    readonly SentHeartbeats heartbeats;
    readonly TimeSpan startSpread;
    Cadence cadence;
    RigSocket? socket;
    bool started;
    bool producing = true;
    long nextSample;
    long nextHeartbeat;
    long heldUntil;
    long hangsUntil;
    int produced;
    int? replayPerSecond;   // of a server that shows live samples
    long shown;
    long nextReplay;
    long? cameBackAt;   // while samples from before the first connection wait

    public RigAgent(RigModel model, FleetOptions options, TimeSpan startSpread, FleetTally tally, TimeProvider time)
    {
        (this.model, this.options, this.startSpread, this.tally, this.time) = (model, options, startSpread, tally, time);
        simulation = new(model);
        if (options.Rebooted) { simulation.Reboot(); }
        orders = new(model, simulation);
        faults = new(options.Faults, options.Seed, model.Index);
        outbox = new(options.OutboxSamples + options.Backlog, tally);
        heartbeats = new(tally);
        cadence = Cadence.Of(options, null);
    }

    /// <summary>The rig has vanished for good (<see cref="RigCharacter.GoesOffline"/>).</summary>
    public bool Gone { get; private set; }

    /// <summary>The connection hangs half-open: nothing is read from it.</summary>
    public bool Hangs => Volatile.Read(ref hangsUntil) != 0;

    /// <summary>Samples that are not acknowledged.</summary>
    public int Unacknowledged { get { lock (gate) { return outbox.Count; } } }

    /// <summary>The hello of a connection.</summary>
    public Hello Hello()
    {
        lock (gate)
        {
            return new() { ProtocolVersion = ProtocolVersion.Current, AgentVersion = orders.Version, At = Clock(), Inventory = RigInventory.Of(model), DesiredRevision = orders.Revision };
        }
    }

    /// <summary>A number from 0 to 1 of this rig's fault dice.</summary>
    public double Chance() { lock (gate) { return faults.Unit(); } }

    /// <summary>No more samples: what is left is sent and waited for.</summary>
    public void StopProducing() { lock (gate) { producing = false; } }

    /// <summary>The server has welcomed this connection.</summary>
    /// <returns>True for the first welcome of all.</returns>
    public bool Welcomed(RigSocket connection, Welcome welcome)
    {
        lock (gate)
        {
            long stored = Math.Max(0, welcome.Stored);
            if (started && stored < outbox.NextSequence - 1 - outbox.Count) { tally.Add(Counted.StoredWentBack); }
            outbox.Welcome(stored);
            heartbeats.Restart();
            cadence = Cadence.Of(options, welcome.Settings);
            (socket, heldUntil) = (connection, 0);
            (replayPerSecond, shown, nextReplay) = (welcome.Settings?.ReplaySamplesPerSecond, 0, 0);
            ReportOrders();
            long now = time.GetTimestamp();
            if (started) { return false; }
            started = true;
            orders.Events.AddRange(model.KernelLines.Select(one => new RigEvent { At = Clock(), Kind = RigEventKinds.Kernel, BusId = RigInventory.BusId(one.Card), Text = one.Line }));
            nextSample = now + Ticks(Shorter(startSpread, cadence.Stats) * faults.Unit());
            if (options.Backlog > 0) { ComeBack(now); }
            nextHeartbeat = now + Ticks(Shorter(startSpread, cadence.Heartbeat) * faults.Unit());
            return true;
        }
    }

    // After hours without a server: they wait, and as the real agent does, a new sample is read at once.
    void ComeBack(long now)
    {
        var past = new RigSimulation(model);
        long end = Clock(), first = outbox.NextSequence, every = (long)cadence.Nominal.TotalMilliseconds;
        outbox.Remember(options.Backlog, sequence => past.Next(sequence, end - (first + options.Backlog - sequence) * every, cadence.Nominal));
        (cameBackAt, nextSample) = (now, now);
    }

    /// <summary>A welcomed connection said something else.</summary>
    public void Heard(ServerMessage? message)
    {
        lock (gate)
        {
            if (message is Settings settings) { cadence = Cadence.Of(options, settings); }
            if (message is not Ack ack)
            {
                TakeOrder(message);
                return;
            }
            if (ack.Stored is { } stored) { Stored(stored); }
            if (ack.Heartbeat is { } number) { heartbeats.Acknowledge(number, time.GetElapsedTime); }
        }
    }

    void Stored(long upTo)
    {
        outbox.Acknowledge(upTo, time.GetElapsedTime);
        if (cameBackAt is not { } at || outbox.HasPast) { return; }
        tally.BacklogTime.Add(time.GetElapsedTime(at));
        cameBackAt = null;
    }

    /// <summary>The connection is over.</summary>
    public void Disconnected(RigSocket connection)
    {
        lock (gate)
        {
            if (socket == connection) { socket = null; }
            Volatile.Write(ref hangsUntil, 0);
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>Timestamp at which to come again.</returns>
    public long Tick(long now)
    {
        lock (gate)
        {
            if (Gone) { return now + Ticks(Never); }
            if (hangsUntil != 0 && now >= hangsUntil) { Break(); }
            if (producing && now >= nextSample) { Produce(now); }
            if (socket is not null && hangsUntil == 0 && now >= heldUntil) { SendDue(now); }
            long next = NextTime(now);
            return Math.Max(next, now + Ticks(TimeSpan.FromMilliseconds(10)));
        }
    }

    long NextTime(long now)
    {
        long next = producing ? nextSample : long.MaxValue;
        if (socket is null || hangsUntil != 0 || heldUntil > now)
        {
            long look = Math.Min(now + Ticks(LookAgain), hangsUntil == 0 ? long.MaxValue : hangsUntil);
            return Math.Min(next, heldUntil > now ? Math.Min(look, heldUntil) : look);
        }
        next = Math.Min(next, nextHeartbeat);
        return outbox.Unsent > 0 ? Math.Min(next, Math.Max(nextReplay, now + Ticks(ReplayGap))) : next;
    }

    void Produce(long now)
    {
        int lost = faults.LostCard(model.Cards.Count);
        if (lost >= 0) { simulation.LoseCard(lost); tally.Add(Counted.GpuLosses); }
        var sample = simulation.Next(outbox.NextSequence, Clock(), cadence.Nominal);
        if (orders.Events.Count > 0)
        {
            sample = sample with { Events = [.. orders.Events] };
            orders.Events.Clear();
        }
        outbox.Keep(sample);
        produced++;
        nextSample += Ticks(cadence.Stats);
        if (nextSample <= now) { nextSample = now + Ticks(cadence.Stats); }
    }

    void SendDue(long now)
    {
        if (heartbeats.OldestTimestamp is { } oldest && time.GetElapsedTime(oldest, now) > Longer(cadence.Heartbeat * 4, TimeSpan.FromSeconds(30)))
        {
            tally.Add(Counted.SilentConnections);
            Break();
            return;
        }
        if (now >= nextHeartbeat)
        {
            if (!Transmit(now, Beat)) { return; }
            nextHeartbeat += Ticks(cadence.Heartbeat);
            if (nextHeartbeat <= now) { nextHeartbeat = now + Ticks(cadence.Heartbeat); }
        }
        SendSamples(now);
        if (model.Character is RigCharacter.GoesOffline && produced >= SamplesBeforeGoingOffline && outbox.Count == 0)
        {
            Gone = true;
            socket?.Abort();
        }
    }

    /// <summary>
    /// One sample goes as it comes. When more wait, the newest is shown first; they follow at the server's pace, as long as no more are on their way than one message
    /// holds, so that order and message rate are kept. To a server that shows nothing before: each batch when the one before it is safe.
    /// </summary>
    void SendSamples(long now)
    {
        if (outbox.Unsent > 1 && replayPerSecond is not null && outbox.NextSequence - 1 > shown) { Transmit(now, Look); }
        else if (outbox.Unsent == 1 || (outbox.Unsent > 1 && outbox.InFlight <= MostInFlight && now >= nextReplay)) { Transmit(now, Samples); }
    }

    int MostInFlight => replayPerSecond is null ? 0 : ProtocolLimits.BacklogSamples;

    byte[] Look(long now)
    {
        shown = outbox.NextSequence - 1;
        tally.Add(Counted.LiveSent);
        return ProtocolJson.ToUtf8(new Live { Sample = outbox.Newest! with { Events = null } });
    }

    byte[] Beat(long now) => ProtocolJson.ToUtf8(new Heartbeat { Number = heartbeats.Next(now), At = Clock() });

    byte[] Samples(long now)
    {
        var samples = outbox.Take(now);
        if (replayPerSecond is { } pace) { nextReplay = now + Ticks(TimeSpan.FromSeconds(samples.Count / Math.Max(pace, 2 / cadence.Stats.TotalSeconds))); }
        return ProtocolJson.ToUtf8(samples.Count == 1 ? samples[0] : new Backlog { Samples = samples });
    }

    // False when the message did not go: it is built only when it does.
    bool Transmit(long now, Func<long, byte[]> message)
    {
        switch (faults.Next())
        {
            case MessageFault.Drop:
                tally.Add(Counted.Drops);
                Break();
                return false;
            case MessageFault.Delay:
                tally.Add(Counted.Delays);
                heldUntil = now + Ticks(faults.Delay());
                return false;
            case MessageFault.HalfOpen:
                tally.Add(Counted.HalfOpened);
                Volatile.Write(ref hangsUntil, now + Ticks(options.Faults.HalfOpenFor) + 1);
                return false;
            case MessageFault.Garbage:
                tally.Add(Counted.GarbageSent);
                var (opcode, payload) = faults.Garbage();
                socket?.Send(opcode, payload);
                break;
            case MessageFault.Duplicate:
                byte[] twice = message(now);
                tally.Add(Counted.DuplicatesSent);
                Send(twice);
                Send(twice);
                return true;
        }
        Send(message(now));
        return true;
    }

    void Send(byte[] payload)
    {
        tally.Add(Counted.MessagesSent);
        tally.Add(Counted.BytesSent, payload.Length);
        socket?.Send(Opcode.Text, payload);
    }

    void Break()
    {
        socket?.Abort();
        socket = null;
    }

    long Clock() => (time.GetUtcNow() + faults.Skew).ToUnixTimeMilliseconds();

    long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
